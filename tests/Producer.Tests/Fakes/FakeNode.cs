using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.ChainSelection;
using PoolTopology.Ledger.Types;
using PoolTopology.Node.Forging;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Chain;

namespace PoolTopology.Producer.Tests.Fakes;

/// <summary>A node around a chain in memory: validates and selects as a real one, forgets when it is told to.</summary>
internal sealed class FakeNode(TestNetwork network) : IForgeHost
{
    private readonly List<(BlockHeader Header, ChainState After)> _chain = [];

    /// <summary>Every block that was offered: each bears a signature.</summary>
    public List<Block> Submitted { get; } = [];

    public List<BlockHeader> Announced { get; } = [];

    public List<ForgingReport> Reports { get; } = [];

    /// <summary>Runs before a block is looked at; may throw.</summary>
    public Action<Block>? BeforeSubmit { get; set; }

    public ConsensusConfig Config => network.Config;

    public ChainState Current => _chain.Count == 0 ? network.Genesis : _chain[^1].After;

    public BlockHeader? TipHeader => _chain.Count == 0 ? null : _chain[^1].Header;

    public bool HasCaughtUp { get; set; } = true;

    public int Length => _chain.Count;

    public HeaderState? StateAt(Point point)
    {
        foreach ((BlockHeader header, ChainState after) in _chain)
        {
            if (header.Point == point)
                return after.HeaderState;
        }
        return null;
    }

    public Task<ForgedBlockOutcome> SubmitAsync(ReadOnlyMemory<byte> storedBytes, CancellationToken cancellation)
    {
        Block block = Block.Decode(storedBytes);
        Submitted.Add(block);
        BeforeSubmit?.Invoke(block);
        return Task.FromResult(Add(block));
    }

    public void Report(ForgingReport report) => Reports.Add(report);

    public void BlockForged(BlockHeader header, int sizeBytes) => Announced.Add(header);

    /// <summary>Takes a foreign block in.</summary>
    public ForgedBlockOutcome Add(Block block)
    {
        int parent = block.Header.PrevHash is { } hash ? _chain.FindIndex(b => b.Header.Hash == hash) : -1;
        if (block.Header.PrevHash is not null && parent < 0)
            return new ForgedBlockOutcome(false, "its parent is unknown");
        ChainState before = parent < 0 ? network.Genesis : _chain[parent].After;
        (ChainState? after, BlockError? error) = network.Rules.Apply(before, block, ApplyMode.Full);
        if (after is null)
            return new ForgedBlockOutcome(false, $"invalid: {error}");
        if (!ChainOrder.Prefers(TipHeader, block.Header))
            return new ForgedBlockOutcome(false, "our chain is preferred");
        Rewind(parent + 1);
        _chain.Add((block.Header, after));
        return ForgedBlockOutcome.Adopted;
    }

    /// <summary>Forgets all but the first blocks, as a database restored from a backup does.</summary>
    public void Rewind(int length) => _chain.RemoveRange(length, _chain.Count - length);

    /// <summary>Makes another pool's block for a slot, on the current chain.</summary>
    public void ForgeForeign(TestPool pool, Slot slot)
    {
        ForgedBlockOutcome outcome =
            Add(Block.Decode(TestForge.Forge(network, Current.HeaderState, pool, slot)));
        if (!outcome.IsAdopted)
            throw new InvalidOperationException(outcome.Reason);
    }
}
