using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Headers;

public abstract partial record HeaderError
{
    /// <summary>The certificate is older than one that the chain has seen from this issuer.</summary>
    public sealed record CounterTooSmall(Hash28 PoolId, ulong Last, ulong Found) : HeaderError;

    /// <summary>The certificate's counter skips numbers.</summary>
    public sealed record CounterOverIncremented(Hash28 PoolId, ulong Last, ulong Found) : HeaderError;

    /// <summary>The issuer has neither made a block before nor a stake pool.</summary>
    public sealed record NoCounterForIssuer(Hash28 PoolId) : HeaderError;
}

/// <summary>Praos: with m the issuer's last counter and n the header's, m &lt;= n &lt;= m + 1.</summary>
/// <remarks>
/// m = 0 for a pool with stake that has made no block yet.
/// Spec: https://github.com/IntersectMBO/ouroboros-consensus/blob/00c65e2c2fd2e09256fde012f3f4b6c66ffdce6d/ouroboros-consensus-protocol/src/ouroboros-consensus-protocol/Ouroboros/Consensus/Protocol/Praos.hs (doValidateKESSignature)
/// </remarks>
internal static class CertificateCounterRule
{
    public static HeaderError? Check(BlockHeader header, PraosState ticked, StakeDistribution stake)
    {
        ulong found = header.OperationalCertificate.Counter;
        if (!ticked.OperationalCertificateCounters.TryGetValue(header.PoolId, out ulong last)
            && stake.Find(header.PoolId) is null)
            return new HeaderError.NoCounterForIssuer(header.PoolId);
        if (found < last)
            return new HeaderError.CounterTooSmall(header.PoolId, last, found);
        // found - last cannot wrap here; last + 1 could.
        if (found - last > 1)
            return new HeaderError.CounterOverIncremented(header.PoolId, last, found);
        return null;
    }
}
