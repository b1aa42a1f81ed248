using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Verification;

/// <summary>What holds at the first slot of an epoch: after the rules of the boundary, before its first block.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Era">The era of its blocks.</param>
/// <param name="ProtocolVersion">The protocol version in force.</param>
/// <param name="Nonce">The nonce of its leader election.</param>
/// <param name="StakeDigest">BLAKE2b-256 over the stake distribution that its leaders are elected by.</param>
/// <param name="Ledger">What only a chain with a full ledger has; null otherwise.</param>
public sealed record EpochSummary(
    EpochNo Epoch,
    Era Era,
    ProtocolVersion ProtocolVersion,
    Nonce Nonce,
    Hash32? StakeDigest,
    EpochLedgerSummary? Ledger);
