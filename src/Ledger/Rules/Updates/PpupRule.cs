using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Rules;

public abstract partial record LedgerError
{
    /// <summary>Somebody proposes an update who has no genesis key.</summary>
    public sealed record UpdateNotByGenesisKey(Hash28 KeyHash) : LedgerError;

    /// <summary>A proposed protocol version cannot follow the one in force.</summary>
    public sealed record ProtocolVersionCannotFollow(ProtocolVersion InForce, ProtocolVersion Proposed) : LedgerError;

    /// <summary>
    /// An update is proposed for another epoch than the one that can still be voted for: this one before the slot
    /// <paramref name="TooLateFrom"/>, the next one from it on.
    /// </summary>
    public sealed record UpdateForWrongEpoch(EpochNo Proposed, EpochNo Expected, Slot Slot, Slot TooLateFrom)
        : LedgerError;
}

/// <summary>PPUP: takes proposals of genesis keys to change protocol parameters; to Babbage.</summary>
/// <remarks>
/// A proposal counts for this epoch's end when it comes earlier than 2·⌈3k/f⌉ slots before it, else for the next
/// one's; each key's last one counts.
/// Spec: cardano-ledger <c>Cardano.Ledger.Shelley.Rules.Ppup</c>.
/// https://github.com/IntersectMBO/cardano-ledger/blob/021aa9be6cd5e6f13e30f0286bfd0db87222e651/eras/shelley/impl/src/Cardano/Ledger/Shelley/Rules/Ppup.hs
/// </remarks>
internal static class PpupRule
{
    public static (PpupState? Next, LedgerError? Error) Apply(
        PpupState state,
        UpdateProposal? update,
        IReadOnlyDictionary<Hash28, GenesisDelegation> genesisDelegates,
        TransactionEnvironment environment)
    {
        if (update is null)
            return (state, null);
        foreach ((Hash28 key, ProtocolParameterUpdate proposal) in update.Proposals)
        {
            if (!genesisDelegates.ContainsKey(key))
                return (null, new LedgerError.UpdateNotByGenesisKey(key));
            if (!UpecRule.CanFollow(environment.Parameters, proposal))
                return (null, new LedgerError.ProtocolVersionCannotFollow(
                    environment.Parameters.ProtocolVersion, proposal.ProtocolVersion.GetValueOrDefault()));
        }
        LedgerConfig config = environment.Config;
        EpochNo next = new(environment.Epoch.Value + 1);
        Slot tooLateFrom = SlotsBefore(config.FirstSlotOf(next), checked(2 * config.StabilityWindowSlots));
        bool isInTime = environment.Slot < tooLateFrom;
        EpochNo expected = isInTime ? environment.Epoch : next;
        if (update.Epoch != expected)
            return (null, new LedgerError.UpdateForWrongEpoch(
                update.Epoch, expected, environment.Slot, tooLateFrom));
        return (
            isInTime
                ? state with { Current = state.Current.SetItems(update.Proposals) }
                : state with { Future = state.Future.SetItems(update.Proposals) },
            null);
    }

    private static Slot SlotsBefore(Slot slot, ulong slots) => new(slot.Value > slots ? slot.Value - slots : 0);
}
