using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;

namespace PoolTopology.Consensus.Headers;

/// <summary>The rules of Praos (Babbage and Conway) that need no proof.</summary>
/// <remarks>The leader rule comes last: <see cref="HeaderValidator"/> relies on it.</remarks>
internal static class PraosRules
{
    public static HeaderError? Check(
        BlockHeader header,
        LedgerView view,
        StakeDistribution stake,
        PraosState ticked,
        ConsensusParameters parameters) =>
        KesPeriodRule.Check(header, parameters)
        ?? CertificateCounterRule.Check(header, ticked, stake)
        ?? VrfKeyRule.Check(header, stake)
        ?? LeaderRule.Check(header, view, parameters);
}
