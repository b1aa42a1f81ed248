using System.Text.Json.Nodes;
using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Types;
using PoolTopology.Node.Config;
using PoolTopology.Node.Verification;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.Inspection;
using PoolTopology.Storage.LedgerDb;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Node.Tests.Verification;

public sealed class ChainVerifierTests : IDisposable
{
    private static readonly TestNetwork Network = TestNetwork.Create();
    private static readonly IReadOnlyList<(byte[] StoredBytes, ChainState After)> Chain =
        TestForge.Extend(Network, Network.Genesis, 600);

    private readonly ChainFolder _folder = new(Network);

    private static IEnumerable<byte[]> Blocks => Chain.Select(block => block.StoredBytes);

    [Fact]
    public void Valid_chain_is_valid_and_counted()
    {
        VerificationReport report = _folder.Write(Blocks).Verify();
        Assert.True(report.IsValid);
        Assert.Null(report.Divergence);
        Assert.Empty(report.Findings);
        Assert.Equal(Chain[^1].After.Tip, report.Tip);
        Assert.Equal(new VerificationCounts(600, 0, 0, 600, 600, 600, 0), report.Counts);
        ulong lastEpoch = Network.Config.Clock.EpochOf(report.Tip.Point.Slot).Value;
        Assert.Equal(Enumerable.Range(0, (int)lastEpoch + 1).Select(e => (ulong)e), report.Epochs.Select(e => e.Epoch.Value));
        Assert.Equal(Chain[^1].After.PraosState.EpochNonce, report.Epochs[^1].Nonce);
    }

    [Fact]
    public void Until_ends_with_the_last_block_up_to_the_slot()
    {
        _folder.Write(Blocks);
        Tip at = Chain[333].After.Tip;
        Assert.Equal(at, _folder.Verify(until: at.Point.Slot.Value).Tip);
        Assert.Equal(Chain[332].After.Tip, _folder.Verify(until: at.Point.Slot.Value - 1).Tip);
        Assert.Equal(334, _folder.Verify(until: at.Point.Slot.Value).Counts.Blocks);
    }

    [Fact]
    public void Damage_behind_the_last_wanted_slot_does_not_matter()
    {
        string chunk = _folder.Write(Blocks).ChunkFiles.First(f => f.EndsWith(".chunk", StringComparison.Ordinal));
        int number = 5;
        long at = Chain.Take(number).Sum(block => (long)block.StoredBytes.Length) + 300;
        _folder.FlipBit(chunk, at * 8);
        Assert.Equal(Chain[number].After.Tip.Point, _folder.Verify().Divergence!.Point);
        Assert.False(_folder.Verify(until: Chain[number].After.Tip.Point.Slot.Value).IsValid);
        VerificationReport before = _folder.Verify(until: Chain[number].After.Tip.Point.Slot.Value - 1);
        Assert.True(before.IsValid);
        Assert.Equal(Chain[number - 1].After.Tip, before.Tip);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(300)]
    [InlineData(599)]
    public void Block_with_a_forged_signature_is_named_though_every_later_block_is_refused_too(int number)
    {
        byte[][] blocks = [.. Blocks];
        // The last byte of the header is the KES signature's.
        Block original = Block.Decode(blocks[number]);
        int at = blocks[number].AsSpan().IndexOf(original.Header.KesSignature.Span) + 447;
        blocks[number] = (byte[])blocks[number].Clone();
        blocks[number][at] ^= 1;
        VerificationReport report = _folder.Write(blocks).Verify();
        Assert.False(report.IsValid);
        Assert.Equal("InvalidKesSignature", report.Divergence!.Rule);
        Assert.Equal(Block.Decode(blocks[number]).Point, report.Divergence.Point);
        Assert.Equal(number, report.Counts.Blocks);
        Assert.Equal(number == 0 ? Tip.Genesis : Chain[number - 1].After.Tip, report.Tip);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Report_is_the_same_for_any_number_of_threads(int seed)
    {
        Random random = new(seed);
        byte[][] blocks = [.. Blocks];
        // Several blocks are wrong in different ways: the earliest must win.
        for (int i = 0; i < 3; i++)
        {
            int number = random.Next(50, blocks.Length);
            BlockHeader header = Block.Decode(blocks[number]).Header;
            ReadOnlyMemory<byte>[] parts = [header.KesSignature, header.VrfProof, header.VrfOutput, header.OperationalCertificate.Signature, header.VrfVerificationKey];
            int at = blocks[number].AsSpan().IndexOf(parts[random.Next(parts.Length)].Span);
            blocks[number] = (byte[])blocks[number].Clone();
            blocks[number][at + random.Next(32)] ^= 4;
        }
        _folder.Write(blocks);
        string expected = WithoutCost(_folder.Verify(1));
        foreach (int threads in (int[])[1, 2, 2, 3, 4, 8])
            Assert.Equal(expected, WithoutCost(_folder.Verify(threads)));
    }

    [Fact]
    public void Any_flipped_bit_in_any_file_is_reported_with_its_block_or_file()
    {
        _folder.Write(Blocks);
        Random random = new(5);
        for (int i = 0; i < 150; i++)
        {
            string file = _folder.ChunkFiles[random.Next(_folder.ChunkFiles.Count)];
            long bit = random.NextInt64(new FileInfo(file).Length * 8);
            _folder.FlipBit(file, bit);
            VerificationReport report = _folder.Verify(1 + (i % 3));
            Assert.False(report.IsValid, $"{file}, bit {bit}");
            if (file.EndsWith(".chunk", StringComparison.Ordinal))
                Assert.NotNull(report.Divergence!.Point);
            else
                Assert.Equal(file, Assert.IsType<StorageFinding.IndexContradicts>(Assert.Single(report.Findings)).File);
            _folder.FlipBit(file, bit);
        }
        Assert.True(_folder.Verify().IsValid);
    }

    [Fact]
    public void Torn_tail_is_valid_up_to_its_last_whole_block_and_noted()
    {
        string last = _folder.Write(Blocks).ChunkFiles.Last(f => f.EndsWith(".chunk", StringComparison.Ordinal));
        byte[] bytes = File.ReadAllBytes(last);
        File.WriteAllBytes(last, bytes[..^100]);
        VerificationReport report = _folder.Verify();
        Assert.True(report.IsValid);
        Assert.Equal(599, report.Counts.Blocks);
        Assert.IsType<StorageFinding.TornTail>(Assert.Single(report.Findings));
        Assert.Equal(bytes.Length - 100, new FileInfo(last).Length);
    }

    [Fact]
    public void Missing_indexes_are_noted_and_every_block_is_verified()
    {
        _folder.Write(Blocks);
        foreach (string index in _folder.ChunkFiles.Where(f => !f.EndsWith(".chunk", StringComparison.Ordinal)))
            File.Delete(index);
        VerificationReport report = _folder.Verify();
        Assert.True(report.IsValid);
        Assert.Equal(600, report.Counts.Blocks);
        Assert.All(report.Findings, finding => Assert.IsType<StorageFinding.IndexMissing>(finding));
        Assert.All(_folder.ChunkFiles, file => Assert.EndsWith(".chunk", file, StringComparison.Ordinal));
    }

    [Fact]
    public void Database_of_another_network_is_refused()
    {
        _folder.Write(Blocks.Take(3));
        File.WriteAllText(Path.Combine(_folder.Path, "protocolMagicId"), "43");
        Assert.Contains("43", Assert.Throws<ConfigurationException>(() => _folder.Verify()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_verification_ends_and_says_so()
    {
        _folder.Write(Blocks);
        using CancellationTokenSource cancelled = new();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => new ChainVerifier(Network.Config, TimeProvider.System).Run(
            new VerificationOptions { DatabasePath = _folder.Path }, onProgress: null, cancelled.Token));
    }

    [Fact]
    public void Verification_from_a_snapshot_ends_as_one_from_genesis_does()
    {
        _folder.Write(Blocks);
        LedgerSnapshots snapshots = LedgerSnapshots.Of(new DiskFileSystem(_folder.Path), Network.Config);
        snapshots.Write(Chain[199].After);
        snapshots.Write(Chain[399].After);
        VerificationReport whole = _folder.Verify();
        VerificationReport latest = _folder.Verify(snapshot: new SnapshotChoice(null));
        VerificationReport older = _folder.Verify(snapshot: new SnapshotChoice(Chain[199].After.Tip.Point.Slot));
        Assert.Equal((Chain[399].After.Tip, 200), (latest.Start, (int)latest.Counts.Blocks));
        Assert.Equal((Chain[199].After.Tip, 400), (older.Start, (int)older.Counts.Blocks));
        foreach (VerificationReport part in (VerificationReport[])[latest, older])
        {
            Assert.True(part.IsValid);
            Assert.Equal(whole.Tip, part.Tip);
            Assert.Equal(whole.Epochs.TakeLast(part.Epochs.Count), part.Epochs);
        }
    }

    [Fact]
    public void Damaged_newest_snapshot_is_named_and_the_older_one_taken()
    {
        _folder.Write(Blocks);
        LedgerSnapshots snapshots = LedgerSnapshots.Of(new DiskFileSystem(_folder.Path), Network.Config);
        snapshots.Write(Chain[199].After);
        snapshots.Write(Chain[399].After);
        Slot newest = Chain[399].After.Tip.Point.Slot;
        _folder.FlipBit(Path.Combine(_folder.Path, "ledger", newest.ToString(), "state"), 99);
        VerificationReport report = _folder.Verify(snapshot: new SnapshotChoice(null));
        Assert.Equal(Chain[199].After.Tip, report.Start);
        Assert.Equal(SnapshotFault.Damaged, Assert.Single(report.SkippedSnapshots).Fault);
        Assert.Throws<ConfigurationException>(() => _folder.Verify(snapshot: new SnapshotChoice(newest)));
    }

    [Fact]
    public void Snapshot_that_is_not_there_is_refused() =>
        Assert.Throws<ConfigurationException>(
            () => _folder.Write(Blocks.Take(5)).Verify(snapshot: new SnapshotChoice(null)));

    public void Dispose() => _folder.Dispose();

    private static string WithoutCost(VerificationReport report)
    {
        JsonObject document = JsonNode.Parse(VerificationJson.Of(report))!.AsObject();
        Assert.True(document.Remove("cost"));
        return document.ToJsonString();
    }
}
