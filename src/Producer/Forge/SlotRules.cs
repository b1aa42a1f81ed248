using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Eras;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Hot;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Journal;
using PoolTopology.Producer.Schedule;

namespace PoolTopology.Producer.Forge;

/// <summary>Decides what to do about a slot. Pure.</summary>
internal static class SlotRules
{
    /// <summary>Decides about a slot that has begun.</summary>
    public static SlotDecision Decide(Slot slot, ForgeView view, ConsensusConfig config)
    {
        if (view.Keys is not { } keys)
            return new SlotDecision.Unknown(view.KeyProblem!);
        if (SlotLeadership.NonceAt(view.Current, slot, config) is not { } nonce)
            return new SlotDecision.Unknown(new CouldNotForge.TipBeyondSlot(view.Current.Tip.Point.Slot));
        // Behind the others, the tip may be epochs old and the nonce not the one that they have.
        if (!view.HasCaughtUp && IsNonceStale(view.Current, slot, config))
            return new SlotDecision.Unknown(new CouldNotForge.NotCaughtUp());
        if (!SlotLeadership.IsOwn(keys, slot, nonce, view.Current.LedgerView, config))
            return new SlotDecision.NotOurs();
        return DecideOwn(slot, nonce, view, keys, config);
    }

    /// <summary>What would keep an own slot at this moment from its block; null when nothing would.</summary>
    public static CouldNotForge? Obstacle(Slot slot, ForgeView view, ConsensusConfig config)
    {
        if (view.KeyProblem is { } problem)
            return problem;
        if (view.Keys is not { } keys)
            return null;
        if (!view.HasCaughtUp)
            return new CouldNotForge.NotCaughtUp();
        return CheckRegistration(view.Current, keys) ?? CheckCertificate(slot, view.Current, keys, config);
    }

    /// <summary>Whether the slot is still running: asked last before the journal gives it away.</summary>
    public static CouldNotForge? CheckTime(Slot slot, DateTimeOffset now, SlotClock clock)
    {
        if (now < clock.StartOf(slot))
            return new CouldNotForge.SlotNotBegun();
        DateTimeOffset end = clock.StartOf(new Slot(slot.Value + 1));
        return now >= end ? new CouldNotForge.SlotPassed(now - end) : null;
    }

    private static SlotDecision DecideOwn(
        Slot slot, Nonce nonce, ForgeView view, HotCredentials keys, ConsensusConfig config)
    {
        if (Obstacle(slot, view, config) is { } obstacle)
            return new SlotDecision.Missed(obstacle);
        if (view.Watermark is { } watermark && slot <= watermark)
            return new SlotDecision.Missed(
                new CouldNotForge.JournalRefused(new JournalError.SlotUsed(slot, watermark)));
        Tip tip = view.Current.Tip;
        if (tip.IsGenesis || tip.Point.Slot < slot)
            return new SlotDecision.Forge(view.Current, nonce);
        if (tip.Point.Slot > slot)
            return new SlotDecision.Missed(new CouldNotForge.TipBeyondSlot(tip.Point.Slot));
        // Our own block of this slot, made where another journal is kept, or this one was lost.
        if (view.TipIssuer == keys.PoolId)
            return new SlotDecision.Missed(new CouldNotForge.AlreadyForged());
        // Another pool was faster in the same slot: ours stands beside its block, and the lower VRF output wins.
        return view.BeforeTip is { } parent && SlotLeadership.NonceAt(parent, slot, config) is { } parentNonce
            ? new SlotDecision.Forge(parent, parentNonce)
            : new SlotDecision.Missed(new CouldNotForge.ParentUnknown());
    }

    private static bool IsNonceStale(ChainState state, Slot slot, ConsensusConfig config)
    {
        EpochNo known = state.PraosState.LastSlot is { } last ? config.Clock.EpochOf(last) : default;
        return config.Clock.EpochOf(slot) > known;
    }

    private static CouldNotForge? CheckRegistration(ChainState state, HotCredentials keys)
    {
        if (state.LedgerView.StakeDistribution?.Find(keys.PoolId) is not PoolStake pool)
            return new CouldNotForge.PoolNotRegistered(keys.PoolId);
        Hash32 ours = keys.Vrf.VerificationKey.Hash32;
        return pool.VrfKeyHash == ours ? null : new CouldNotForge.VrfKeyNotRegistered(pool.VrfKeyHash, ours);
    }

    private static CouldNotForge? CheckCertificate(
        Slot slot, ChainState state, HotCredentials keys, ConsensusConfig config)
    {
        CredentialError? error = keys.Check(config.KesPeriodOf(slot), config.Parameters.MaxKesEvolutions);
        if (error is not null)
            return new CouldNotForge.CertificateNotValid(error);
        // A pool that has made no block counts from 0.
        ulong onChain = state.PraosState.OperationalCertificateCounters.GetValueOrDefault(keys.PoolId);
        ulong ours = keys.Certificate.IssueNumber;
        if (ours < onChain)
            return new CouldNotForge.CertificateOutnumbered(onChain, ours);
        return ours - onChain > 1 ? new CouldNotForge.CertificateSkipsNumbers(onChain, ours) : null;
    }
}
