using System.Globalization;
using System.Security.Cryptography;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Storage.Tests.ImmutableDb;

public sealed class PreviewChainTests
{
    private static readonly ImmutableDbOptions LastChunk = new(PreviewChain.SlotsPerChunk);
    private static readonly ImmutableDbOptions AllChunks = new(PreviewChain.SlotsPerChunk, ImmutableValidation.AllChunks);

    [VectorFact]
    public void Open_in_place_changes_no_byte_and_reads_what_the_index_lists()
    {
        using PreviewChain chain = PreviewChain.Extract(0);
        Dictionary<string, string> before = Digests(chain.Root);
        using ImmutableDatabase database = ImmutableDatabase.Open(
            new DiskFileSystem(chain.Root), PreviewChain.Parser, LastChunk);
        Assert.Empty(database.Repairs);

        Dictionary<int, Dictionary<string, string>> index = PreviewChain.Index();
        List<ImmutableBlock> blocks = [.. database.TryStreamAfter(Point.Origin)!];
        ILookup<int, ImmutableBlock> byChunk = blocks.ToLookup(b => (int)(b.Point.Slot.Value / PreviewChain.SlotsPerChunk));
        foreach (IGrouping<int, ImmutableBlock> chunk in byChunk)
        {
            Dictionary<string, string> row = index[chunk.Key];
            Assert.Equal(int.Parse(row["blocks"], CultureInfo.InvariantCulture), chunk.Count());
            Assert.Equal($"{row["first_slot"]}.{row["first_hash"]}", chunk.First().Point.ToString());
            Assert.Equal($"{row["last_slot"]}.{row["last_hash"]}", chunk.Last().Point.ToString());
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (ImmutableBlock block in chunk)
                hash.AppendData(block.Bytes.Span);
            Assert.Equal(row["chunk_sha256"], Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        Assert.Equal(20, byChunk.Count);
        Assert.Equal(index[19]["last_height"], database.Tip.BlockNo.ToString());
        Assert.Equal(before, Digests(chain.Root));
    }

    [VectorFact]
    public void Open_with_all_chunks_validated_finds_nothing_to_repair_across_the_change_of_era()
    {
        using PreviewChain chain = PreviewChain.Extract(2, 3);
        using ImmutableDatabase database = ImmutableDatabase.Open(
            new DiskFileSystem(chain.Root), PreviewChain.Parser, AllChunks);
        Assert.Empty(database.Repairs);
        Assert.Equal(PreviewChain.Index()[79]["last_hash"], database.Tip.Point.Hash.ToString());
    }

    [VectorFact]
    public void Open_without_index_files_rebuilds_them_byte_for_byte()
    {
        using PreviewChain chain = PreviewChain.Extract(3);
        Dictionary<string, string> before = Digests(chain.Root);
        foreach (string file in Directory.GetFiles(Path.Combine(chain.Root, "immutable")))
        {
            // The last chunk is not finished when it is rebuilt: its primary index stays as it was.
            if (!file.EndsWith(".chunk", StringComparison.Ordinal) && !file.EndsWith("79.primary", StringComparison.Ordinal))
                File.Delete(file);
        }
        using ImmutableDatabase database = ImmutableDatabase.Open(
            new DiskFileSystem(chain.Root), PreviewChain.Parser, LastChunk);
        Assert.Equal(39, database.Repairs.OfType<ImmutableRepair.IndexRebuilt>().Count());
        Assert.Equal(before, Digests(chain.Root));
    }

    [VectorFact]
    public void Append_into_an_empty_database_writes_the_reference_files_byte_for_byte()
    {
        using PreviewChain chain = PreviewChain.Extract(0);
        string copy = Directory.CreateTempSubdirectory("pooltopology-copy-").FullName;
        try
        {
            using (ImmutableDatabase source = ImmutableDatabase.Open(
                new DiskFileSystem(chain.Root), PreviewChain.Parser, LastChunk))
            using (ImmutableDatabase target = ImmutableDatabase.Open(
                new DiskFileSystem(copy), PreviewChain.Parser, LastChunk))
            {
                foreach (ImmutableBlock block in source.TryStreamAfter(Point.Origin)!)
                    target.Append(PreviewChain.Parser.Parse(block.Bytes.Span), block.Bytes);
                target.Flush();
                Assert.Equal(source.Tip, target.Tip);
            }
            Dictionary<string, string> expected = Digests(chain.Root);
            Dictionary<string, string> written = Digests(copy);
            // The last chunk's primary index is finished by the block that starts the next chunk.
            byte[] finished = File.ReadAllBytes(chain.PathOf("00019.primary"));
            byte[] open = File.ReadAllBytes(Path.Combine(copy, "immutable", "00019.primary"));
            Assert.Equal(finished[..open.Length], open);
            expected.Remove("immutable/00019.primary");
            written.Remove("immutable/00019.primary");
            Assert.Equal(expected, written);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [VectorFact]
    public void Append_after_opening_a_finished_last_chunk_continues_as_the_reference_did()
    {
        using PreviewChain chain = PreviewChain.Extract(0);
        Dictionary<string, string> before = Digests(chain.Root);
        List<byte[]> tail = [];
        DiskFileSystem files = new(chain.Root);
        using (ImmutableDatabase database = ImmutableDatabase.Open(files, PreviewChain.Parser, LastChunk))
            tail.AddRange(database.TryStreamAfter(Point.Origin)!
                .Where(b => b.Point.Slot.Value >= 19 * PreviewChain.SlotsPerChunk).Select(b => b.Bytes.ToArray()));
        foreach (string ending in new[] { "chunk", "primary", "secondary" })
            File.Delete(chain.PathOf($"00019.{ending}"));

        using (ImmutableDatabase database = ImmutableDatabase.Open(files, PreviewChain.Parser, LastChunk))
        {
            Assert.Empty(database.Repairs);
            foreach (byte[] block in tail)
                database.Append(PreviewChain.Parser.Parse(block), block);
        }
        Dictionary<string, string> after = Digests(chain.Root);
        before.Remove("immutable/00019.primary");
        after.Remove("immutable/00019.primary");
        Assert.Equal(before, after);
    }

    [VectorFact]
    public void Read_by_point_finds_each_block_and_its_header()
    {
        using PreviewChain chain = PreviewChain.Extract(0);
        using ImmutableDatabase database = ImmutableDatabase.Open(
            new DiskFileSystem(chain.Root), PreviewChain.Parser, LastChunk);
        List<ImmutableBlock> blocks = [.. database.TryStreamAfter(Point.Origin)!];
        for (int i = 0; i < blocks.Count; i += 97)
        {
            ImmutableBlock expected = blocks[i];
            ImmutableBlock read = database.TryRead(expected.Point)!.Value;
            Assert.True(read.Bytes.Span.SequenceEqual(expected.Bytes.Span));
            StoredHeader header = database.TryReadHeader(expected.Point)!;
            Assert.Equal(5, header.EraTag);
            Assert.True(header.Bytes.Span.SequenceEqual(expected.Header.Span));
            Assert.Equal(expected.Bytes.Length, header.BlockSizeBytes);
            Assert.Equal(i + 1 < blocks.Count ? blocks[i + 1].Point : null, database.TryReadHeaderAfter(expected.Point)?.Point);
            Assert.Null(database.TryRead(new Point(expected.Point.Slot, default)));
        }
    }

    private static Dictionary<string, string> Digests(string root) =>
        Directory.GetFiles(root, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(root, file).Replace('\\', '/'),
            file => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))));
}
