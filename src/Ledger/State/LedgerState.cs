using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Persistence;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Collections;

namespace PoolTopology.Ledger.State;

/// <summary>Everything that the ledger's rules know after a block.</summary>
/// <remarks>
/// Immutable; versions share what they have in common, so that keeping k of them is cheap.
/// Spec: cardano-ledger <c>NewEpochState</c>.
/// </remarks>
public sealed record LedgerState
{
    /// <summary>Whose rules are in force.</summary>
    public required Era Era { get; init; }

    /// <summary>The epoch of the last block or tick.</summary>
    public required EpochNo Epoch { get; init; }

    /// <summary>Unspent outputs, deposits, fees, proposals.</summary>
    public required UtxoState Utxo { get; init; }

    /// <summary>Accounts, pools, genesis delegates.</summary>
    public required CertificateState Certificates { get; init; }

    /// <summary>Treasury and reserves.</summary>
    public required AccountPots Pots { get; init; }

    /// <summary>The protocol parameters in force.</summary>
    public required ProtocolParameters Parameters { get; init; }

    /// <summary>Those of the epoch before, by which its rewards are computed.</summary>
    public required ProtocolParameters PreviousParameters { get; init; }

    /// <summary>The last three snapshots of stake.</summary>
    public StakeSnapshots Snapshots { get; init; } = StakeSnapshots.Empty;

    /// <summary>Blocks of each pool in this epoch, those in overlay slots left out.</summary>
    public PersistentMap<Hash28, ulong> BlocksMade { get; init; } = PersistentMap<Hash28, ulong>.Empty;

    /// <summary>The same of the epoch before.</summary>
    public PersistentMap<Hash28, ulong> PreviousBlocksMade { get; init; } = PersistentMap<Hash28, ulong>.Empty;

    /// <summary>What is paid at the end of this epoch; null until it is computed.</summary>
    public RewardUpdate? RewardUpdate { get; init; }

    /// <summary>Who may lead in this epoch.</summary>
    public StakeDistribution PoolDistribution { get; init; } = StakeDistribution.Empty;

    /// <summary>A digest that is equal where states are.</summary>
    /// <remarks>Cost: encodes the whole state. Shape: <see cref="LedgerStateCodec.DigestOf"/>.</remarks>
    public Hash32 ComputeDigest() => LedgerStateCodec.DigestOf(this);
}
