using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Forging;

/// <summary>What a node offers to its forging side. Thread-safe.</summary>
public interface IForgeHost
{
    /// <summary>The network.</summary>
    ConsensusConfig Config { get; }

    /// <summary>The state of our chain at its tip.</summary>
    ChainState Current { get; }

    /// <summary>The header at our tip, or null on an empty chain.</summary>
    BlockHeader? TipHeader { get; }

    /// <summary>
    /// Some upstream has said since the start that we are at its tip. Until then a block would be forged on an old chain.
    /// </summary>
    bool HasCaughtUp { get; }

    /// <summary>The state at one of the last k points of our chain, or null where it is not one of them.</summary>
    HeaderState? StateAt(Point point);

    /// <summary>Offers a forged block through the same path as a foreign one.</summary>
    Task<ForgedBlockOutcome> SubmitAsync(ReadOnlyMemory<byte> storedBytes, CancellationToken cancellation);

    /// <summary>Takes the state of the forging side, for health, status and metrics. Call it on every change and slot.</summary>
    void Report(ForgingReport report);

    /// <summary>Tells the orchestrator of a block that was forged and adopted.</summary>
    void BlockForged(BlockHeader header, int sizeBytes);
}
