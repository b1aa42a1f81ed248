using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Headers;

public abstract partial record HeaderError
{
    /// <summary>The operational certificate is for later periods than the header's slot.</summary>
    public sealed record KesPeriodBeforeStart(KesPeriod Start, KesPeriod Current) : HeaderError;

    /// <summary>The operational certificate has run out: current >= start + max evolutions.</summary>
    public sealed record KesPeriodAfterEnd(KesPeriod Start, KesPeriod Current, ulong MaxEvolutions) : HeaderError;
}

/// <summary>
/// The slot lies in the periods of the operational certificate: start &lt;= slot / slotsPerKESPeriod &lt; start +
/// maxKESEvo.
/// </summary>
/// <remarks>
/// Spec: https://github.com/IntersectMBO/ouroboros-consensus/blob/00c65e2c2fd2e09256fde012f3f4b6c66ffdce6d/ouroboros-consensus-protocol/src/ouroboros-consensus-protocol/Ouroboros/Consensus/Protocol/Praos.hs (doValidateKESSignature)
/// </remarks>
internal static class KesPeriodRule
{
    public static HeaderError? Check(BlockHeader header, ConsensusParameters parameters)
    {
        KesPeriod start = header.OperationalCertificate.StartKesPeriod;
        KesPeriod current = Current(header, parameters);
        if (current < start)
            return new HeaderError.KesPeriodBeforeStart(start, current);
        // current - start cannot wrap here; start + max could.
        if (current.Value - start.Value >= parameters.MaxKesEvolutions)
            return new HeaderError.KesPeriodAfterEnd(start, current, parameters.MaxKesEvolutions);
        return null;
    }

    /// <summary>How often the hot key has evolved by the header's slot. Pre: the rule holds.</summary>
    public static ulong Evolution(BlockHeader header, ConsensusParameters parameters) =>
        checked(Current(header, parameters).Value - header.OperationalCertificate.StartKesPeriod.Value);

    private static KesPeriod Current(BlockHeader header, ConsensusParameters parameters) =>
        new(header.Slot.Value / parameters.SlotsPerKesPeriod);
}
