using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;

namespace PoolTopology.Consensus.Headers;

/// <summary>TPraos: with m the issuer's last counter and n the header's, m &lt;= n; numbers may be skipped.</summary>
/// <remarks>
/// m = 0 for a pool with stake or a genesis delegate that has made no block yet.
/// Spec: https://github.com/IntersectMBO/cardano-ledger/blob/0f4e7127418fb60ea03734f6f63d7b759db23168/libs/cardano-protocol-tpraos/src/Cardano/Protocol/TPraos/Rules/OCert.hs (ocertTransition, currentIssueNo)
/// </remarks>
internal static class TransitionalCertificateCounterRule
{
    public static HeaderError? Check(
        BlockHeader header, PraosState ticked, LedgerView view, StakeDistribution stake)
    {
        ulong found = header.OperationalCertificate.Counter;
        if (ticked.OperationalCertificateCounters.TryGetValue(header.PoolId, out ulong last))
            return found < last ? new HeaderError.CounterTooSmall(header.PoolId, last, found) : null;
        return stake.Find(header.PoolId) is not null || view.IsGenesisDelegate(header.PoolId)
            ? null
            : new HeaderError.NoCounterForIssuer(header.PoolId);
    }
}
