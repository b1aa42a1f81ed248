using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>A script would have to be told the time of a slot whose time is not certain yet.</summary>
    public sealed record OutsideForecast(Slot Bound, Slot Horizon) : LedgerError;
}

/// <summary>A transaction that runs Plutus scripts ends its validity at or before the horizon.</summary>
/// <remarks>
/// The horizon is the first epoch boundary not before tip + 1 + 3k/f: until there no era can end, so that slots have
/// times. When the next era is decided it is a full epoch of that era further.
/// The tip is not at hand: the block's own slot stands for tip + 1, and any proposal of a later era for its decision.
/// Both put the horizon at or behind the reference's, so that nothing is refused that the reference takes; a bound
/// between the two is taken here and refused there.
/// Babbage on. In Alonzo the reference extends the known slot length without end, to stay with what it once let pass;
/// its failure <c>OutsideForecast</c> of UTXO has been unreachable since, and what remains is this one of UTXOS.
/// Spec: cardano-ledger <c>TimeTranslationPastHorizon</c>, <c>unsafeLinearExtendEpochInfo</c>; ouroboros-consensus
/// <c>HardFork.History.Summary</c> (<c>slotToEpochBound</c>).
/// </remarks>
internal static class ForecastRule
{
    // The last major protocol version of Babbage.
    private const ulong BabbageMajorMax = 8;

    public static LedgerError? Check(TransactionContext context)
    {
        if (context.Body.ValidTo is not Slot bound || context.Scripts.CountPlutusRuns() == 0)
            return null;
        Slot horizon = Horizon(context);
        return bound > horizon ? new LedgerError.OutsideForecast(bound, horizon) : null;
    }

    private static Slot Horizon(TransactionContext context)
    {
        LedgerConfig config = context.Environment.Config;
        Slot certain = new(checked(context.Slot.Value + config.StabilityWindowSlots));
        EpochNo epoch = config.EpochOf(certain);
        if (config.FirstSlotOf(epoch) < certain)
            epoch = new EpochNo(epoch.Value + 1);
        ulong ofNextEra = context.Environment.Epoch.Value + 2;
        if (IsNextEraProposed(context) && epoch.Value < ofNextEra)
            epoch = new EpochNo(ofNextEra);
        return config.FirstSlotOf(epoch);
    }

    private static bool IsNextEraProposed(TransactionContext context)
    {
        foreach (ProtocolParameterUpdate proposal in context.Utxo.Proposals.Current.Values)
        {
            if (proposal.ProtocolVersion is { Major: > BabbageMajorMax })
                return true;
        }
        return false;
    }
}
