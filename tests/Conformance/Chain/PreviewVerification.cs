using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Eras;
using PoolTopology.Node.Config;
using PoolTopology.Node.Verification;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.Storage.Inspection;
using PoolTopology.Storage.LedgerDb;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.Chain;

/// <summary>chain-preview as an operator verifies a database: from its files, every check on, on several threads.</summary>
public class PreviewVerification
{
    private const int VisibleEpochs = 11;

    [VectorFact]
    public void Visible_chain_has_no_divergence_and_the_pots_of_every_boundary()
    {
        using UnpackedPreview chain = UnpackedPreview.Of(VisibleEpochs);
        VerificationReport report = Verify(chain);
        Assert.True(report.IsValid, report.Divergence?.ToString());
        Assert.Empty(report.Findings);
        Assert.Equal(LastOfIndex(), (report.Counts.Blocks, report.Tip.Point.ToString()));
        Assert.Equal(5108, report.Counts.Transactions);
        Assert.True(report.Counts.UnevaluatedTransactions > 0);
        Assert.Equal(Pots(), report.Epochs.Skip(1).ToDictionary(
            epoch => epoch.Epoch.Value,
            epoch => (epoch.Ledger!.Reserves.Value, epoch.Ledger.Treasury.Value, epoch.Ledger.Deposits.Value)));
        Assert.Equal(
            [.. Enumerable.Repeat(Era.Alonzo, 3), .. Enumerable.Repeat(Era.Babbage, 8)], report.Epochs.Select(e => e.Era));
    }

    [VectorFact]
    public void Verification_that_goes_on_from_a_snapshot_of_the_ledger_sees_the_same_epochs()
    {
        using UnpackedPreview chain = UnpackedPreview.Of(6);
        VerificationReport whole = Verify(chain);
        ConsensusConfig config = Config();
        // States as a node writes them, in the middle of an epoch of each era and around the change between them.
        LedgerSnapshots snapshots = LedgerSnapshots.Of(new DiskFileSystem(chain.Path), config);
        foreach (ulong until in (ulong[])[100_000, 259_199, 259_300, 400_000])
        {
            ChainState state = Replay(chain, config, until);
            snapshots.Write(state);
            VerificationReport rest = Verify(chain, new SnapshotChoice(state.Tip.Point.Slot));
            Assert.True(rest.IsValid, rest.Divergence?.ToString());
            Assert.Equal((state.Tip, whole.Tip), (rest.Start, rest.Tip));
            Assert.Equal(whole.Epochs.TakeLast(rest.Epochs.Count), rest.Epochs);
        }
    }

    [VectorFact]
    public void Report_is_the_same_for_any_number_of_threads_and_of_runs()
    {
        using UnpackedPreview chain = UnpackedPreview.Of(4);
        string expected = ReportOf(chain, 1);
        foreach (int threads in (int[])[2, 4, 2])
            Assert.Equal(expected, ReportOf(chain, threads));
    }

    [VectorFact]
    public void Any_flipped_bit_is_reported_with_its_block_or_its_file()
    {
        using UnpackedPreview chain = UnpackedPreview.Of(1);
        chain.KeepChunks(3);
        Assert.True(Verify(chain).IsValid);
        Random random = new(2022);
        for (int i = 0; i < 60; i++)
        {
            string file = chain.Files[random.Next(chain.Files.Count)];
            byte[] bytes = File.ReadAllBytes(file);
            byte[] changed = (byte[])bytes.Clone();
            long bit = random.NextInt64(bytes.Length * 8L);
            changed[bit / 8] ^= (byte)(1 << (int)(bit % 8));
            File.WriteAllBytes(file, changed);
            VerificationReport report = Verify(chain);
            string where = $"{file}, bit {bit}";
            Assert.False(report.IsValid, where);
            if (file.EndsWith(".chunk", StringComparison.Ordinal))
                Assert.True(report.Divergence is { Point.IsBlock: true, Kind: DivergenceKind.Storage }, where);
            else
                Assert.True(report.Findings.All(f => f is StorageFinding.IndexContradicts && f.File == file), where);
            File.WriteAllBytes(file, bytes);
        }
    }

    [VectorFact]
    public void Changed_block_with_an_index_that_fits_is_refused_by_decoding_or_by_a_rule()
    {
        using UnpackedPreview chain = UnpackedPreview.Of(1);
        chain.KeepChunks(2);
        List<byte[]> blocks = [.. StoredBlocks(chain)];
        StoredBlockParser parser = new(SlotsPerChunk, null);
        Random random = new(5);
        for (int i = 0; i < 60; i++)
        {
            int number = random.Next(blocks.Count);
            byte[] original = blocks[number];
            byte[] changed = (byte[])original.Clone();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            Rewrite(chain, blocks.Select(block => (parser.Parse(block), block == original ? changed : block)));
            VerificationReport report = Verify(chain);
            Assert.True(report.Divergence is { Kind: not DivergenceKind.Storage }, $"run {i}: {report.Divergence}");
            Assert.Equal(number, report.Counts.Blocks);
        }
    }

    private const ulong SlotsPerChunk = 4320;

    /// <summary>Writes chunks anew, with checksums that fit; the rest of the index is that of the given summaries.</summary>
    private static void Rewrite(UnpackedPreview chain, IEnumerable<(BlockSummary Summary, byte[] Bytes)> blocks)
    {
        Directory.Delete(Path.Combine(chain.Path, "immutable"), recursive: true);
        using ImmutableDatabase database = ImmutableDatabase.Open(
            new DiskFileSystem(chain.Path), new StoredBlockParser(SlotsPerChunk, null), new ImmutableDbOptions(SlotsPerChunk));
        foreach ((BlockSummary summary, byte[] bytes) in blocks)
            database.Append(summary, bytes);
    }

    private static IEnumerable<byte[]> StoredBlocks(UnpackedPreview chain)
    {
        using ChunkReader reader = ChunkReader.Open(
            InspectedDatabase.Open(chain.Path).Files, new StoredBlockParser(SlotsPerChunk, null), SlotsPerChunk, Point.Origin);
        while (reader.ReadNext() is StoredWindow window)
        {
            foreach (StoredWindow.Entry entry in window.Blocks)
                yield return window.BytesOf(entry).ToArray();
        }
    }

    private static ConsensusConfig Config() =>
        NetworkConfig.Read(VectorFiles.PathOf("genesis/preview/cardano-node/config.json")).Consensus;

    private static VerificationReport Verify(UnpackedPreview chain, SnapshotChoice? snapshot = null) =>
        new ChainVerifier(Config(), TimeProvider.System).Run(
            new VerificationOptions { DatabasePath = chain.Path, Snapshot = snapshot },
            onProgress: null,
            CancellationToken.None);

    /// <summary>The JSON document that an operator gets, without what it cost.</summary>
    private static string ReportOf(UnpackedPreview chain, int threads)
    {
        using StringWriter output = new();
        ParseResult parsed = new RootCommand { ChainCommand.Create() }.Parse(
        [
            "chain", "verify", "--database", chain.Path, "--threads", threads.ToString(CultureInfo.InvariantCulture),
            "--config", VectorFiles.PathOf("genesis/preview/cardano-node/config.json"), "--output", "json",
        ]);
        Assert.Equal(0, parsed.Invoke(new InvocationConfiguration { Output = output }));
        JsonObject report = JsonNode.Parse(output.ToString())!.AsObject();
        Assert.True(report.Remove("cost"));
        return report.ToJsonString();
    }

    /// <summary>The state after the last block up to a slot.</summary>
    private static ChainState Replay(UnpackedPreview chain, ConsensusConfig config, ulong until)
    {
        Consensus.Blocks.BlockRules rules = new(config);
        ChainState state = ChainState.Genesis(config);
        foreach (byte[] stored in StoredBlocks(chain))
        {
            PoolTopology.Ledger.Types.Block block = PoolTopology.Ledger.Types.Block.Decode(stored);
            if (block.Header.Slot.Value > until)
                return state;
            state = rules.Apply(state, block, Consensus.Blocks.ApplyMode.Reapply).Next!;
        }
        return state;
    }

    private static (long Blocks, string Tip) LastOfIndex()
    {
        string[] lines = VectorFiles.ReadText("chain-preview/index.tsv").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] columns = lines[0].Split('\t');
        string[] last = lines[^1].Split('\t');
        return (
            lines.Skip(1).Sum(line => long.Parse(line.Split('\t')[Array.IndexOf(columns, "blocks")], CultureInfo.InvariantCulture)),
            $"{last[Array.IndexOf(columns, "last_slot")]}.{last[Array.IndexOf(columns, "last_hash")]}");
    }

    private static Dictionary<ulong, (ulong Reserves, ulong Treasury, ulong Deposits)> Pots() =>
        VectorFiles.ReadText("chain-preview/pots.preview.epoch1-10.csv")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(line => line.Split(',').Select(n => ulong.Parse(n, CultureInfo.InvariantCulture)).ToArray())
            .ToDictionary(row => row[0], row => (row[1], row[2], row[3]));
}
