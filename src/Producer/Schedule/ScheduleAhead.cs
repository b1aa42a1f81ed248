using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Credentials.Hot;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Schedule;

/// <summary>The pool's own slots from now to the end of the epoch, found a few at a time.</summary>
/// <param name="slotsPerStep">How many slots one call looks at, at most.</param>
/// <param name="time">Measures what a call has taken.</param>
/// <remarks>
/// An epoch of mainnet takes 432,000 VRF evaluations: done at once it would cost the slot that is running, so each slot
/// looks some slots ahead. Begins anew with another epoch, nonce or key. Bound: the own slots of one epoch.
/// The schedule is confidential: who knows it knows when to attack.
/// </remarks>
internal sealed class ScheduleAhead(int slotsPerStep, TimeProvider time)
{
    /// <summary>How many slots a producer looks at in each slot: some milliseconds of work.</summary>
    public const int SlotsPerStepDefault = 200;

    // Enough for the VRF to work on several at once; the clock is read in between.
    private const int SlotsPerBatch = 16;

    // A call takes a twentieth of a slot at most: on a slow machine the schedule comes later, the blocks do not.
    private const int ShareOfSlot = 20;

    private readonly Queue<Slot> _own = new();
    private (Hash28 PoolId, Hash32 VrfKeyHash, EpochNo Epoch, Nonce Nonce)? _subject;
    private ulong _next;
    private ulong _end;

    /// <summary>The next own slot after a slot; null when none is known.</summary>
    public Slot? NextOwnAfter(Slot slot)
    {
        foreach (Slot own in _own)
        {
            if (own > slot)
                return own;
        }
        return null;
    }

    /// <summary>The first slot that was not looked at; everything before it is known.</summary>
    public Slot KnownUntil => new(_next);

    /// <summary>Looks some slots further ahead, and forgets slots up to this one.</summary>
    public void LookAhead(HotCredentials keys, ChainState state, Slot now, ConsensusConfig config)
    {
        if (SlotLeadership.NonceAt(state, now, config) is not { } nonce)
            return;
        EpochNo epoch = config.Clock.EpochOf(now);
        var subject = (keys.PoolId, keys.Vrf.VerificationKey.Hash32, epoch, nonce);
        if (_subject != subject)
            Begin(subject, now, config);
        while (_own.TryPeek(out Slot own) && own <= now)
            _own.Dequeue();
        ulong stop = Math.Min(_end, Math.Max(_next, now.Value + 1) + (ulong)slotsPerStep);
        long begun = time.GetTimestamp();
        TimeSpan limit = config.Clock.SlotLength / ShareOfSlot;
        Election election = SlotLeadership.ElectionOf(keys, nonce, state.LedgerView, config);
        _next = Math.Max(_next, now.Value + 1);
        while (_next < stop && time.GetElapsedTime(begun) < limit)
        {
            int batch = (int)Math.Min(SlotsPerBatch, stop - _next);
            List<Slot> own = [];
            election.FindOwn(keys.Vrf, new Slot(_next), batch, own);
            own.ForEach(_own.Enqueue);
            _next += (ulong)batch;
        }
    }

    private void Begin((Hash28, Hash32, EpochNo Epoch, Nonce) subject, Slot now, ConsensusConfig config)
    {
        _subject = subject;
        _own.Clear();
        _next = now.Value + 1;
        _end = config.Clock.FirstSlotOf(new EpochNo(subject.Epoch.Value + 1)).Value;
    }
}
