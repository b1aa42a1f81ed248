using System.Text;
using PoolTopology.Consensus.Chain;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.LedgerDb;
using PoolTopology.TestKit;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Files;
using Xunit;

namespace PoolTopology.Storage.Tests.LedgerDb;

public sealed class LedgerSnapshotsTests
{
    private static readonly TestNetwork Network = TestNetwork.Create();
    private static readonly ChainStateCodec Codec = ChainStateCodec.Of(Network.Config);
    private static readonly List<ChainState> States =
        [.. TestForge.Extend(Network, Network.Genesis, 60).Select(block => block.After)];

    [Fact]
    public void Codec_round_trips_every_state_and_writes_one_form()
    {
        foreach (ChainState state in States.Prepend(Network.Genesis))
        {
            byte[] bytes = Codec.Encode(state);
            ChainState decoded = Codec.Decode(bytes);
            AssertSame(state, decoded);
            Assert.Equal(bytes, Codec.Encode(decoded));
        }
    }

    [Fact]
    public void Codec_refuses_every_truncation_and_never_fails_otherwise_on_changed_bytes()
    {
        byte[] bytes = Codec.Encode(States[40]);
        for (int size = 0; size < bytes.Length; size++)
            Assert.Throws<CborException>(() => Codec.Decode(bytes.AsMemory(0, size)));
        Seeds.ForAll(3000, random =>
        {
            byte[] changed = (byte[])bytes.Clone();
            for (int i = random.Next(1, 4); i > 0; i--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            try
            {
                _ = Codec.Decode(changed);
            }
            catch (CborException)
            {
                // The refusal that is asked for.
            }
        });
    }

    [Fact]
    public void Newest_of_two_kept_snapshots_is_loaded()
    {
        SimulatedFileSystem files = new(1);
        LedgerSnapshots snapshots = Open(files);
        foreach (int i in (int[])[3, 10, 17, 30])
            snapshots.Write(States[i]);
        Assert.Equal([SlotOf(30), SlotOf(17)], snapshots.Slots());
        (ChainState? state, IReadOnlyList<SkippedSnapshot> skipped) = snapshots.LoadNewest(_ => true);
        AssertSame(States[30], state!);
        Assert.Empty(skipped);
    }

    [Fact]
    public void Genesis_is_not_worth_a_snapshot()
    {
        LedgerSnapshots snapshots = Open(new SimulatedFileSystem(1));
        snapshots.Write(Network.Genesis);
        Assert.Empty(snapshots.Slots());
        Assert.Null(snapshots.LoadNewest(_ => true).State);
    }

    [Fact]
    public void Snapshot_of_a_block_that_is_not_on_the_chain_is_passed_over()
    {
        LedgerSnapshots snapshots = Open(new SimulatedFileSystem(1));
        snapshots.Write(States[10]);
        snapshots.Write(States[20]);
        (ChainState? state, IReadOnlyList<SkippedSnapshot> skipped) =
            snapshots.LoadNewest(point => point != States[20].Tip.Point);
        AssertSame(States[10], state!);
        Assert.Equal([new SkippedSnapshot($"sim:/ledger/{SlotOf(20)}", SnapshotFault.NotOnChain)], skipped);
    }

    [Fact]
    public void Any_flipped_bit_of_the_newest_snapshot_gives_the_older_one_or_the_same_state()
    {
        SimulatedFileSystem files = new(1);
        LedgerSnapshots snapshots = Open(files);
        snapshots.Write(States[10]);
        snapshots.Write(States[20]);
        int passedOver = 0, flips = 0;
        foreach (string name in (string[])["meta", "state"])
        {
            string path = $"ledger/{SlotOf(20)}/{name}";
            for (long bit = 0; bit < files.BytesOf(path).Length * 8L; bit++, flips++)
            {
                files.FlipBit(path, bit);
                (ChainState? state, IReadOnlyList<SkippedSnapshot> skipped) = snapshots.LoadNewest(_ => true);
                AssertSame(States[skipped.Count == 0 ? 20 : 10], state!);
                passedOver += skipped.Count;
                files.FlipBit(path, bit);
            }
        }
        // What is left over is white space, and the case of a hash's digits.
        Assert.True(passedOver > flips * 9 / 10, $"{passedOver} of {flips}");
    }

    [Theory]
    [InlineData("""{"backend":"utxohd-mem","checksum":1,"tablesCodecVersion":1}""", SnapshotFault.OtherProgram)]
    [InlineData("""{"checksum":1}""", SnapshotFault.MalformedMeta)]
    [InlineData("""{"backend":"pooltopology"}""", SnapshotFault.MalformedMeta)]
    [InlineData("""{"backend":7}""", SnapshotFault.OtherProgram)]
    [InlineData("[]", SnapshotFault.MalformedMeta)]
    [InlineData("", SnapshotFault.MalformedMeta)]
    public void Snapshot_that_is_not_ours_is_passed_over(string meta, SnapshotFault expected)
    {
        SimulatedFileSystem files = new(1);
        LedgerSnapshots snapshots = Open(files);
        snapshots.Write(States[10]);
        files.Place("ledger/9999/meta", Encoding.UTF8.GetBytes(meta));
        files.Place("ledger/9999/state", [1, 2, 3]);
        (ChainState? state, IReadOnlyList<SkippedSnapshot> skipped) = snapshots.LoadNewest(_ => true);
        AssertSame(States[10], state!);
        Assert.Equal(expected, Assert.Single(skipped).Fault);
    }

    [Fact]
    public void Snapshots_of_another_program_and_ones_put_aside_are_left_alone()
    {
        SimulatedFileSystem files = new(1);
        byte[] meta = Encoding.UTF8.GetBytes("""{"backend":"utxohd-mem","checksum":1}""");
        foreach (string folder in (string[])["1", "9999", SlotOf(30).ToString(), "5_kept"])
        {
            files.Place($"ledger/{folder}/meta", meta);
            files.Place($"ledger/{folder}/state", [1]);
        }
        LedgerSnapshots snapshots = Open(files);
        foreach (int i in (int[])[3, 10, 17, 30])
            snapshots.Write(States[i]);
        Assert.Equal(
            new[] { "1", "5_kept", "9999", SlotOf(10).ToString(), SlotOf(17).ToString(), SlotOf(30).ToString() }.Order(StringComparer.Ordinal),
            files.ListFolders("ledger").Order(StringComparer.Ordinal));
        Assert.Equal(meta, files.BytesOf($"ledger/{SlotOf(30)}/meta"));
    }

    [Fact]
    public void Snapshot_of_other_genesis_files_is_passed_over()
    {
        SimulatedFileSystem files = new(1);
        Open(files).Write(States[10]);
        TestNetwork other = TestNetwork.Create(new TestNetworkOptions { EpochLengthSlots = 400 });
        LedgerSnapshots snapshots = LedgerSnapshots.Of(files, other.Config);
        Assert.Equal(SnapshotFault.OtherNetwork, Assert.Single(snapshots.LoadNewest(_ => true).Skipped).Fault);
    }

    [Fact]
    public void Crash_at_any_operation_of_writing_leaves_a_snapshot_that_was_written()
    {
        for (int operations = 0; ; operations++)
        {
            SimulatedFileSystem files = new(operations);
            LedgerSnapshots snapshots = Open(files);
            snapshots.Write(States[5]);
            snapshots.Write(States[10]);
            files.CrashAfter(operations);
            bool hasCrashed = false;
            try
            {
                snapshots.Write(States[20]);
            }
            catch (SimulatedCrashException)
            {
                hasCrashed = true;
                files.Crash();
            }
            files.Restart();
            (ChainState? state, _) = Open(files).LoadNewest(_ => true);
            Assert.True(state!.Tip == States[20].Tip || (hasCrashed && state.Tip == States[10].Tip));
            AssertSame(state.Tip == States[20].Tip ? States[20] : States[10], state);
            // The next one clears up what the crash has left.
            Open(files).Write(States[30]);
            Assert.Equal(LedgerSnapshots.KeptCount, Open(files).Slots().Count);
            AssertSame(States[30], Open(files).LoadNewest(_ => true).State!);
            if (!hasCrashed)
                return;
        }
    }

    [Fact]
    public void Full_disk_leaves_the_snapshots_before()
    {
        SimulatedFileSystem files = new(1);
        LedgerSnapshots snapshots = Open(files);
        snapshots.Write(States[10]);
        for (int room = 0; room < Codec.Encode(States[20]).Length + 300; room += 20)
        {
            files.CapacityBytes = files.UsedBytes + room;
            try
            {
                snapshots.Write(States[20]);
                Assert.True(room > 0);
                return;
            }
            catch (StorageException full)
            {
                Assert.Equal(StorageFault.DiskFull, full.Fault);
                AssertSame(States[10], snapshots.LoadNewest(_ => true).State!);
            }
        }
        Assert.Fail("there was room enough");
    }

    [Fact]
    public void Random_writes_losses_and_crashes_never_give_a_state_that_was_not_written() => Seeds.ForAll(150, random =>
    {
        SimulatedFileSystem files = new(random.Next());
        HashSet<Point> written = [];
        HashSet<Point> durable = []; // of the last two that were written to their end
        int next = 0;
        while (next < States.Count - 5)
        {
            LedgerSnapshots snapshots = Open(files);
            try
            {
                if (random.Next(3) == 0)
                    files.CrashAfter(random.Next(25));
                next += random.Next(1, 5);
                written.Add(States[next].Tip.Point);
                snapshots.Write(States[next]);
                durable = [States[next].Tip.Point];
            }
            catch (SimulatedCrashException)
            {
                files.Crash();
            }
            if (random.Next(4) == 0)
                files.Restart();
            (ChainState? state, _) = Open(files).LoadNewest(_ => true);
            if (durable.Count > 0)
                Assert.True(state!.Tip.Point.Slot >= durable.Single().Slot);
            if (state is null)
                continue;
            Assert.Contains(state.Tip.Point, written);
            AssertSame(States.Single(s => s.Tip == state.Tip), state);
        }
    });

    private static Slot SlotOf(int number) => States[number].Tip.Point.Slot;

    private static LedgerSnapshots Open(IFileSystem files) => LedgerSnapshots.Of(files, Network.Config);

    private static void AssertSame(ChainState expected, ChainState actual)
    {
        Assert.Equal(expected.Tip, actual.Tip);
        Assert.Equal(
            expected.PraosState.OperationalCertificateCounters, actual.PraosState.OperationalCertificateCounters);
        Assert.Equal(
            expected.PraosState with { OperationalCertificateCounters = actual.PraosState.OperationalCertificateCounters },
            actual.PraosState);
    }
}
