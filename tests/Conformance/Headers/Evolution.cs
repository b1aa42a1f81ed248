using System.Collections.Immutable;
using PoolTopology.Consensus.Eras;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Conformance.Headers;

/// <summary>Praos states for vectors that give only part of one.</summary>
internal static class Evolution
{
    /// <summary>A clock for headers of Praos, whose validation asks it nothing.</summary>
    public static SlotClock AnyClock { get; } = new(DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1), 432_000);

    public static PraosState State(Nonce nonce, Hash28? pool = null, ulong counter = 0) => new()
    {
        LastSlot = null,
        OperationalCertificateCounters = pool is Hash28 id
            ? ImmutableSortedDictionary<Hash28, ulong>.Empty.Add(id, counter)
            : ImmutableSortedDictionary<Hash28, ulong>.Empty,
        EvolvingNonce = nonce,
        CandidateNonce = nonce,
        EpochNonce = nonce,
        LabNonce = Nonce.Neutral,
        LastEpochBlockNonce = Nonce.Neutral,
    };
}
