using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>The slot is not in from ≤ slot &lt; to; a missing bound is open.</summary>
    public sealed record OutsideValidityInterval(Slot? From, Slot? To, Slot Current) : LedgerError;

    /// <summary>Shelley: the slot is after the last in which the transaction is valid.</summary>
    public sealed record Expired(Slot TimeToLive, Slot Current) : LedgerError;
}

/// <summary>The slot of the block lies in the transaction's validity interval.</summary>
/// <remarks>
/// The two eras differ at the upper end: Shelley's time to live is the last valid slot, Allegra's bound the first
/// invalid one.
/// Spec: cardano-ledger <c>validateTimeToLive</c>, <c>validateOutsideValidityIntervalUTxO</c>, <c>inInterval</c>.
/// </remarks>
internal static class ValidityIntervalRule
{
    public static LedgerError? CheckTimeToLive(TransactionContext context)
    {
        Slot timeToLive = context.Body.ValidTo ?? new Slot(ulong.MaxValue);
        return context.Slot > timeToLive ? new LedgerError.Expired(timeToLive, context.Slot) : null;
    }

    public static LedgerError? CheckInterval(TransactionContext context)
    {
        Slot? from = context.Body.ValidFrom;
        Slot? to = context.Body.ValidTo;
        bool isInside = (from is not Slot first || first <= context.Slot) && (to is not Slot end || context.Slot < end);
        return isInside ? null : new LedgerError.OutsideValidityInterval(from, to, context.Slot);
    }
}
