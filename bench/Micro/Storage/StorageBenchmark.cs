using System.Diagnostics;
using System.Globalization;
using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.ChainDb;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.Storage.VolatileDb;

namespace PoolTopology.Micro.Storage;

/// <summary>How fast the stores open, serve and take real blocks.</summary>
/// <remarks>
/// <c>dotnet run -c Release --project bench/Micro -- storage FOLDER SLOTS_PER_CHUNK</c>, where FOLDER holds the folder
/// <c>immutable</c> of a node's database (only read) with its first chunk. Files come from the page cache after the
/// first round: the figures are those of the code, not of the disk, except where a flush is part of the name.
/// </remarks>
internal static class StorageBenchmark
{
    private const int Rounds = 12;

    public static void Run(TextWriter output, string folder, ulong slotsPerChunk)
    {
        DiskFileSystem source = new(Path.GetFullPath(folder));
        StoredBlockParser parser = new(slotsPerChunk, null);
        ImmutableDbOptions lastChunk = new(slotsPerChunk);
        List<byte[]> blocks = [];
        using (ImmutableDatabase database = ImmutableDatabase.Open(source, parser, lastChunk))
        {
            foreach (ImmutableBlock block in database.TryStreamAfter(Point.Origin)!)
                blocks.Add(block.Bytes.ToArray());
        }
        long bytes = blocks.Sum(block => (long)block.Length);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{blocks.Count} blocks, {bytes} bytes"));

        Report(output, "checksum (CRC-32)", bytes, blocks.Count, () => Checksums(blocks));
        Report(output, "parse by structure and hash the header", bytes, blocks.Count, () => Parse(blocks, parser));
        Report(output, "open, last chunk validated", null, 1, () =>
            ImmutableDatabase.Open(source, parser, lastChunk).Dispose());
        Report(output, "open, all chunks validated", bytes, blocks.Count, () =>
            ImmutableDatabase.Open(source, parser, lastChunk with { Validation = ImmutableValidation.AllChunks }).Dispose());
        using (ImmutableDatabase database = ImmutableDatabase.Open(source, parser, lastChunk))
        {
            Report(output, "serve all blocks raw, checksums verified", bytes, blocks.Count, () =>
                Require(database.TryStreamAfter(Point.Origin)!.Sum(block => (long)block.Bytes.Length) == bytes));
            List<Point> points = [.. database.TryStreamAfter(Point.Origin)!.Select(block => block.Point)];
            Report(output, "read one block by point", bytes, blocks.Count, () =>
                points.ForEach(point => Require(database.TryRead(point) is not null)));
            Report(output, "read one header after a point", null, blocks.Count, () =>
                points.ForEach(point => database.TryReadHeaderAfter(point)));
        }
        List<BlockSummary> summaries = blocks.ConvertAll(block => parser.Parse(block));
        Report(output, "append to the ImmutableDB, one flush at the end", bytes, blocks.Count, () =>
            InTemporaryFolder(files => Append(files, parser, lastChunk, blocks, summaries)));
        Report(output, "put into the VolatileDB, flush at each file's end", bytes, blocks.Count, () =>
            InTemporaryFolder(files => Put(files, parser, blocks, summaries, flushEach: false, blocks.Count)));
        int some = Math.Min(500, blocks.Count);
        Report(output, "put into the VolatileDB, flush each block", null, some, () =>
            InTemporaryFolder(files => Put(files, parser, blocks, summaries, flushEach: true, some)));
        Report(output, "ChainDB: add blocks without rules, relaxed durability", bytes, blocks.Count, () =>
            InTemporaryFolder(files => Add(files, parser, blocks, slotsPerChunk, WriteDurability.Relaxed, blocks.Count)));
        Report(output, "ChainDB: add blocks without rules, each adoption durable", null, some, () =>
            InTemporaryFolder(files => Add(files, parser, blocks, slotsPerChunk, WriteDurability.EachAdoption, some)));
    }

    private static void Checksums(List<byte[]> blocks)
    {
        uint sum = 0;
        foreach (byte[] block in blocks)
            sum += Crc32.Of(block);
        GC.KeepAlive(sum);
    }

    private static void Parse(List<byte[]> blocks, StoredBlockParser parser)
    {
        foreach (byte[] block in blocks)
            Require(parser.Parse(block).SizeBytes == block.Length);
    }

    private static void Append(
        DiskFileSystem files, StoredBlockParser parser, ImmutableDbOptions options, List<byte[]> blocks,
        List<BlockSummary> summaries)
    {
        using ImmutableDatabase database = ImmutableDatabase.Open(files, parser, options);
        for (int i = 0; i < blocks.Count; i++)
            database.Append(summaries[i], blocks[i]);
        database.Flush();
    }

    private static void Put(
        DiskFileSystem files, StoredBlockParser parser, List<byte[]> blocks, List<BlockSummary> summaries,
        bool flushEach, int count)
    {
        using VolatileDatabase database = VolatileDatabase.Open(files, parser, new VolatileDbOptions());
        for (int i = 0; i < count; i++)
        {
            database.Put(summaries[i], blocks[i]);
            if (flushEach)
                database.Flush();
        }
    }

    private static void Add(
        DiskFileSystem files, StoredBlockParser parser, List<byte[]> blocks, ulong slotsPerChunk,
        WriteDurability durability, int count)
    {
        NoRules rules = new((int)(slotsPerChunk / 10));
        ChainDbOptions options = new() { Durability = durability, Prover = rules };
        using ChainDatabase database = ChainDatabase.Open(
            options, files, rules, parser, slotsPerChunk, new NetworkMagic(2));
        for (int i = 0; i < count; i++)
            Require(database.AddBlock(blocks[i]) is AddBlockResult.Adopted);
    }

    private static void InTemporaryFolder(Action<DiskFileSystem> use)
    {
        string folder = Directory.CreateTempSubdirectory("pooltopology-bench-").FullName;
        try
        {
            use(new DiskFileSystem(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Report(TextWriter output, string name, long? bytes, int count, Action run)
    {
        // Processor time as well: on a busy machine the wall clock mostly measures the others.
        (double bestWall, double bestProcessor) = (double.MaxValue, double.MaxValue);
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan processor = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            run();
            bestWall = Math.Min(bestWall, Stopwatch.GetElapsedTime(start).TotalSeconds);
            bestProcessor = Math.Min(bestProcessor, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
        }
        string Rate(double seconds) => bytes is long all
            ? string.Create(CultureInfo.InvariantCulture, $"{all / seconds / 1e6,6:F0} MB/s")
            : "           ";
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-58} wall {Rate(bestWall)} {bestWall * 1e6 / count,8:F1} us each   "
                + $"processor {Rate(bestProcessor)} {bestProcessor * 1e6 / count,8:F1} us each"));
    }

    private static void Require(bool condition)
    {
        if (!condition)
            throw new InvalidOperationException("the benchmark did not do what it measures");
    }

    /// <summary>Takes every block that links: what is left is the store's own cost.</summary>
    private sealed class NoRules(int securityParameter) : IChainRules, IBlockProver
    {
        public ChainState Genesis { get; } = new(
            new HeaderState(Tip.Genesis, null!, null!)); // No rule reads them.

        public int SecurityParameter { get; } = securityParameter;

        public (ChainState? Next, BlockError? Error) Reapply(ChainState state, Block block) =>
            (state with { HeaderState = state.HeaderState with { Tip = block.Header.Tip } }, null);

        public (ChainState? Next, BlockObligations? Owed, BlockError? Error) ApplyUnproven(
            ChainState state, Block block) => (Reapply(state, block).Next, null, null);

        public (int Number, BlockError Error)? FindUnproven(IReadOnlyList<BlockObligations> owed) => null;

        public bool Prefers(BlockHeader? ours, BlockHeader theirs) => ours is null || theirs.BlockNo > ours.BlockNo;
    }
}
