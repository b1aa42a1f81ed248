using System.Collections.Immutable;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Headers;

/// <summary>What header validation remembers of the chain so far.</summary>
/// <remarks>
/// Immutable; a state costs little beside its neighbour (the counters are shared), so k of them can be kept.
/// Spec: ouroboros-consensus <c>PraosState</c>.
/// </remarks>
public sealed record PraosState
{
    /// <summary>The slot of the last block, or null before the first.</summary>
    public required Slot? LastSlot { get; init; }

    /// <summary>The last operational certificate counter of each issuer that has made a block.</summary>
    public required ImmutableSortedDictionary<Hash28, ulong> OperationalCertificateCounters { get; init; }

    /// <summary>All VRF outputs so far, folded.</summary>
    public required Nonce EvolvingNonce { get; init; }

    /// <summary>The evolving nonce as it was when this epoch's window closed: the next epoch's, nearly.</summary>
    public required Nonce CandidateNonce { get; init; }

    /// <summary>The nonce of this epoch's leader election (η0).</summary>
    public required Nonce EpochNonce { get; init; }

    /// <summary>The last block's previous hash ("last applied block").</summary>
    public required Nonce LabNonce { get; init; }

    /// <summary>The lab nonce at the end of the previous epoch.</summary>
    public required Nonce LastEpochBlockNonce { get; init; }

    /// <summary>The state before the first block: all nonces from the Shelley genesis file's hash.</summary>
    /// <remarks>
    /// Genesis delegates start with counter 0. Spec: cardano-ledger <c>initialChainDepState</c>.
    /// </remarks>
    public static PraosState Genesis(Hash32 shelleyGenesisHash, ShelleyGenesis genesis)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        Nonce initial = new(shelleyGenesisHash);
        return new PraosState
        {
            LastSlot = null,
            OperationalCertificateCounters = genesis.GenesisDelegates.Values
                .Select(d => d.DelegateKeyHash)
                .Distinct()
                .ToImmutableSortedDictionary(delegateKey => delegateKey, _ => 0UL),
            EvolvingNonce = initial,
            CandidateNonce = initial,
            EpochNonce = initial,
            LabNonce = Nonce.Neutral,
            LastEpochBlockNonce = Nonce.Neutral,
        };
    }
}
