using System.Buffers;
using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Node.Pipeline;
using PoolTopology.Node.Tests.Fakes;
using PoolTopology.Node.Work;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.ChainDb;
using PoolTopology.TestKit.Chain;
using PoolTopology.TestKit.Files;
using PoolTopology.TestKit.Time;
using Xunit;

namespace PoolTopology.Node.Tests.Pipeline;

public sealed class UpstreamChainTests : IDisposable
{
    private const ulong HorizonSlots = 30; // 3k/f of the test network

    private static readonly TestNetwork Network = TestNetwork.Create();

    private static readonly IReadOnlyList<(byte[] StoredBytes, ChainState After)> Blocks =
        TestForge.Extend(Network, Network.Genesis, 60);

    private static readonly List<BlockHeader> Headers =
        [.. Blocks.Select(block => Block.Decode(block.StoredBytes).Header)];

    private readonly VirtualTime _time = new(new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero));
    private readonly PipelineSignals _signals = new();
    private readonly FakeUpstreamPeer _peer = new();
    private readonly ChainDatabase _chain;
    private UpstreamChain _upstream;

    public UpstreamChainTests()
    {
        ChainState genesis = ChainState.Genesis(
            Network.Config, new HorizonLedger(Network.Genesis.LedgerView, 0, HorizonSlots));
        _chain = ChainDatabase.Open(new ChainDbOptions(), new SimulatedFileSystem(1), Network.Config, genesis, snapshots: null);
        _upstream = Follow(_peer);
    }

    private UpstreamChain Follow(FakeUpstreamPeer peer) => new(
        peer,
        _chain,
        new UpstreamEnvironment(
            Network.Config, new Prover(InlineWorkers.Instance), InlineWorkers.Instance, _signals, _time),
        _ => { });

    public void Dispose() => _chain.Dispose();

    [Fact]
    public async Task Headers_are_seen_by_others_when_nothing_more_is_at_hand()
    {
        await StartAsync();
        await ForwardAsync(0, 3);
        Assert.Empty(_upstream.View.Headers);
        Assert.Equal(Headers[2].BlockNo, _upstream.Height);
        await _upstream.PauseAsync(default);
        Assert.Equal(Headers.Take(3).Select(header => header.Point), _upstream.View.Headers.Select(header => header.Point));
    }

    [Fact]
    public async Task Header_whose_proofs_do_not_hold_ends_the_peer_and_those_before_it_count()
    {
        await StartAsync();
        await ForwardAsync(0, 3);
        await ForwardAsync(WithBrokenSignature(3));
        await _upstream.PauseAsync(default);
        Assert.Equal(3, _upstream.View.Headers.Count);
        Assert.Contains("sent an invalid header", _peer.Misbehaviour, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_that_breaks_a_rule_of_state_ends_the_peer_at_once()
    {
        await StartAsync();
        await ForwardAsync(0, 2);
        await ForwardAsync(3, 4);
        Assert.Contains($"sent an invalid header {Headers[3].Point}", _peer.Misbehaviour, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roll_back_to_a_header_that_was_not_proven_yet_keeps_what_is_before_it()
    {
        await StartAsync();
        await ForwardAsync(0, 5);
        await _upstream.RollBackwardAsync(Headers[2].Point, Headers[2].Tip, default);
        Assert.Equal(3, _upstream.View.Headers.Count);
        await ForwardAsync(3, 5);
        await _upstream.PauseAsync(default);
        Assert.Equal(5, _upstream.View.Headers.Count);
        Assert.Null(_peer.Misbehaviour);
    }

    [Fact]
    public async Task Header_beyond_the_horizon_waits_until_our_chain_has_come_nearer()
    {
        await StartAsync();
        int beyond = Headers.FindIndex(header => header.Slot.Value > HorizonSlots);
        await ForwardAsync(0, beyond);
        Task waiting = ForwardAsync(beyond, beyond + 1);
        Assert.False(waiting.IsCompleted);
        // What is before it is not held back: our chain can only grow by it.
        Assert.Equal(beyond, _upstream.View.Headers.Count);

        Adopt(beyond - 1);
        await waiting;
        await _upstream.PauseAsync(default);
        Assert.Equal(Headers[beyond].Point, _upstream.View.Last!.Point);
        Assert.Null(_peer.Misbehaviour);
    }

    [Fact]
    public async Task Peer_whose_header_stays_beyond_the_horizon_is_left()
    {
        await StartAsync();
        int beyond = Headers.FindIndex(header => header.Slot.Value > HorizonSlots);
        await ForwardAsync(0, beyond);
        Task waiting = ForwardAsync(beyond, beyond + 1);
        _time.Advance(UpstreamChain.PatienceBeyondHorizon);
        await waiting;
        Assert.Contains("can foresee", _peer.Misbehaviour, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Header_right_behind_our_tip_is_judged_however_far_it_lies_ahead()
    {
        // A chain that stood still for long goes on with one block far away, and from there as usual.
        ulong far = Headers[3].Slot.Value + (5 * HorizonSlots);
        ChainState after = Blocks[3].After;
        TestPool leader = Network.Pools[0];
        byte[] late = TestForge.Forge(
            Network, after.HeaderState, leader, TestForge.NextLedSlot(Network, after.HeaderState, leader, new Slot(far)));
        await StartAsync();
        Adopt(4);
        await StartAsync();
        await ForwardAsync(Block.Decode(late).Header);
        await _upstream.PauseAsync(default);
        Assert.Null(_peer.Misbehaviour);
        Assert.Equal(Block.Decode(late).Point, _upstream.View.Last!.Point);
    }

    [Fact]
    public async Task Stranger_s_header_beyond_the_horizon_waits_even_right_behind_our_tip()
    {
        ulong far = Headers[3].Slot.Value + (5 * HorizonSlots);
        byte[] late = ExtendFrom(Blocks[3].After, far, 1)[0].StoredBytes;
        _upstream = Follow(new FakeUpstreamPeer { IsLocalRoot = false });
        Adopt(4);
        await StartAsync();
        Task waiting = ForwardAsync(Block.Decode(late).Header);
        Assert.False(waiting.IsCompleted);
        Assert.IsType<AddBlockResult.Adopted>(_chain.AddBlock(late));
        _signals.OurChainChanged();
        await _upstream.RollBackwardAsync(Headers[3].Point, Headers[3].Tip, default);
    }

    [Fact]
    public async Task Header_of_a_chain_far_ahead_waits_even_behind_one_that_is_judged()
    {
        ulong far = Headers[3].Slot.Value + (5 * HorizonSlots);
        List<(byte[] StoredBytes, ChainState After)> late = ExtendFrom(Blocks[3].After, far, 2);
        Adopt(4);
        await StartAsync();
        await ForwardAsync(Block.Decode(late[0].StoredBytes).Header);
        Task waiting = ForwardAsync(Block.Decode(late[1].StoredBytes).Header);
        Assert.False(waiting.IsCompleted);
        Assert.IsType<AddBlockResult.Adopted>(_chain.AddBlock(late[0].StoredBytes));
        _signals.OurChainChanged();
        await waiting;
        Assert.Null(_peer.Misbehaviour);
    }

    private static List<(byte[] StoredBytes, ChainState After)> ExtendFrom(ChainState state, ulong slot, int count)
    {
        List<(byte[] StoredBytes, ChainState After)> blocks = [];
        for (int i = 0; i < count; i++)
        {
            Slot led = TestForge.NextLedSlot(Network, state.HeaderState, Network.Pools[0], new Slot(slot));
            byte[] block = TestForge.Forge(Network, state.HeaderState, Network.Pools[0], led);
            state = Network.Rules.Apply(state, Block.Decode(block), Consensus.Blocks.ApplyMode.Full).Next!;
            blocks.Add((block, state));
            slot = led.Value + 1;
        }
        return blocks;
    }

    private async Task StartAsync()
    {
        IReadOnlyList<Point> points = await _upstream.IntersectionPointsAsync(default);
        await _upstream.IntersectionFoundAsync(points[0], Headers[^1].Tip, default);
    }

    private async Task ForwardAsync(int from, int to)
    {
        for (int i = from; i < to; i++)
            await ForwardAsync(Headers[i]);
    }

    private async Task ForwardAsync(BlockHeader header)
    {
        ArrayBufferWriter<byte> wrapped = new();
        BlockWrapping.WriteHeader(wrapped, header);
        await _upstream.RollForwardAsync(wrapped.WrittenMemory, Headers[^1].Tip, default);
    }

    private void Adopt(int count)
    {
        foreach ((byte[] block, _) in Blocks.Take(count))
            Assert.IsType<AddBlockResult.Adopted>(_chain.AddBlock(block));
        _signals.OurChainChanged();
    }

    private static BlockHeader WithBrokenSignature(int number)
    {
        byte[] bytes = Headers[number].Bytes.ToArray();
        bytes[^1] ^= 1;
        return BlockHeader.Decode(Headers[number].Era, bytes);
    }
}
