using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Credentials.Hot;
using PoolTopology.Node.Work;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Schedule;

/// <summary>The pool's own slots from now to the end of the epoch, and of the next epoch once its nonce stands.</summary>
/// <param name="slotsPerStep">How many slots one step looks at, at most.</param>
/// <param name="workers">Where the search is done.</param>
/// <param name="time">Measures what a step has taken.</param>
/// <remarks>
/// An epoch of mainnet takes 432,000 VRF evaluations. Each slot asks a worker for one short step and takes in what the
/// last one found, so the slot loop never waits. Begins anew with another epoch, nonce, stake or key.
/// Bound: one step underway, the own slots of two epochs.
/// Thread rules: one owner; the worker reads the VRF key, so <see cref="StopAsync"/> goes before the key is erased.
/// The schedule is confidential: who knows it knows when to attack.
/// </remarks>
internal sealed class ScheduleAhead(int slotsPerStep, IWorkers workers, TimeProvider time) : IDisposable
{
    /// <summary>How many slots a producer looks at in each slot.</summary>
    public const int SlotsPerStepDefault = 1000;

    // Enough for the VRF to work on several at once; the clock is read in between.
    private const int SlotsPerBatch = 16;

    // A step takes a tenth of a slot and this long at most: on a slow machine the schedule comes later, the blocks do not.
    private const int ShareOfSlot = 10;
    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(50);

    // A slot that is just over still says where a window begins.
    private const ulong SlotsRemembered = 2;

    private EpochSlots? _running;
    private EpochSlots? _next;
    private Task<Step>? _step;
    private CancellationTokenSource _stopping = new();

    /// <summary>The first slot that was not looked at; everything from the present slot to it is known.</summary>
    public Slot KnownUntil => new(
        _running is { IsWhole: true } && _next is { } next ? next.Next : _running?.Next ?? 0);

    /// <summary>The next own slot after a slot; null when none is known.</summary>
    public Slot? NextOwnAfter(Slot slot)
    {
        foreach (Slot own in Own())
        {
            if (own > slot)
                return own;
        }
        return null;
    }

    /// <summary>The own slots that are known before <see cref="KnownUntil"/>, in order; some of the past among them.</summary>
    public IEnumerable<Slot> Own() =>
        _running is not { } running ? [] : running.IsWhole && _next is { } next ? running.Own.Concat(next.Own) : running.Own;

    /// <summary>Takes in what was found, and has a worker look further ahead. Does not wait for it.</summary>
    public async Task LookAheadAsync(HotCredentials keys, ChainState state, Slot now, ConsensusConfig config)
    {
        if (SlotLeadership.NonceAt(state, now, config) is not { } nonce)
        {
            Clear();
            return;
        }
        TurnTo(SubjectOf(keys, config.Clock.EpochOf(now), nonce, state.LedgerView), state, now, config);
        _running!.Forget(Math.Max(now.Value, SlotsRemembered) - SlotsRemembered);
        await TakeInAsync();
        if (_step is null)
            Begin(keys, state, now, config);
        // At once, where the work is done at once.
        await TakeInAsync();
    }

    /// <summary>Forgets everything: nothing is known any more.</summary>
    public void Clear() => (_running, _next) = (null, null);

    /// <summary>Ends the step that is underway: afterwards no worker reads the keys.</summary>
    public async Task StopAsync()
    {
        if (_step is not { } underway)
            return;
        _stopping.Cancel();
        await underway;
        _step = null;
        _stopping.Dispose();
        _stopping = new CancellationTokenSource();
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private void TurnTo(ElectionSubject subject, ChainState state, Slot now, ConsensusConfig config)
    {
        // Before the epoch's first block the tip's own view still has the stake of the epoch before.
        bool isStakeKnown = state.PraosState.LastSlot is { } last && config.Clock.EpochOf(last) >= subject.Epoch;
        if (IsOf(_running, subject, isStakeKnown))
            return;
        _running = IsOf(_next, subject, isStakeKnown)
            ? _next
            : new EpochSlots(
                subject, now.Value, config.Clock.FirstSlotOf(new EpochNo(subject.Epoch.Value + 1)).Value);
        _next = null;
    }

    private static bool IsOf(EpochSlots? slots, ElectionSubject subject, bool isStakeKnown) =>
        slots is not null
        && slots.Subject == (isStakeKnown ? subject : subject with { Stake = slots.Subject.Stake });

    private async Task TakeInAsync()
    {
        if (_step is not { IsCompleted: true } done)
            return;
        _step = null;
        Step step = await done;
        if (step.Subject is not { } subject)
            return;
        if (_running is { } running && running.Subject == subject)
        {
            if (running.Next == step.First)
                running.Add(step.Own, step.Next);
        }
        else if (_running is { IsWhole: true } whole && subject.Epoch.Value == whole.Subject.Epoch.Value + 1)
        {
            TakeInNext(step, subject, whole.End);
        }
    }

    private void TakeInNext(Step step, ElectionSubject subject, ulong first)
    {
        if (_next?.Subject != subject && step.First == first)
            _next = new EpochSlots(subject, first, step.End);
        if (_next is { } next && next.Subject == subject && next.Next == step.First)
            next.Add(step.Own, step.Next);
    }

    private void Begin(HotCredentials keys, ChainState state, Slot now, ConsensusConfig config)
    {
        CancellationToken stop = _stopping.Token;
        TimeSpan share = config.Clock.SlotLength / ShareOfSlot;
        TimeSpan limit = share < LongestStep ? share : LongestStep;
        if (_running is { IsWhole: false } running)
        {
            (ElectionSubject subject, ulong first, ulong end, LedgerView view) =
                (running.Subject, Math.Max(running.Next, now.Value), running.End, state.LedgerView);
            if (first > running.Next)
                running.Add([], first);
            _step = workers.RunAsync(() => Search(keys, subject, view, first, end, config, limit, stop));
        }
        else if (_running is { } whole && NextNonce.Of(state, now, config) is { } nonce)
        {
            EpochNo epoch = new(whole.Subject.Epoch.Value + 1);
            if (_next is { } known && known.Subject.Nonce != nonce)
                _next = null;
            if (_next is { IsWhole: true })
                return;
            (ulong first, ulong from) = (whole.End, _next?.Next ?? whole.End);
            ulong end = config.Clock.FirstSlotOf(new EpochNo(epoch.Value + 1)).Value;
            // Far from the tip the ledger may not say yet whose stake counts there.
            _step = workers.RunAsync(() => state.HeaderState.ViewAt(new Slot(first)) is { } view
                ? Search(keys, SubjectOf(keys, epoch, nonce, view), view, from, end, config, limit, stop)
                : Step.None);
        }
    }

    private Step Search(
        HotCredentials keys, ElectionSubject subject, LedgerView view, ulong first, ulong end, ConsensusConfig config,
        TimeSpan limit, CancellationToken stop)
    {
        long begun = time.GetTimestamp();
        Election election = SlotLeadership.ElectionOf(keys, subject.Nonce, view, config);
        List<Slot> own = [];
        ulong next = first;
        ulong last = Math.Min(end, first + (ulong)slotsPerStep);
        while (next < last && !stop.IsCancellationRequested && time.GetElapsedTime(begun) < limit)
        {
            int batch = (int)Math.Min(SlotsPerBatch, last - next);
            election.FindOwn(keys.Vrf, new Slot(next), batch, own);
            next += (ulong)batch;
        }
        return new Step(subject, first, next, end, own);
    }

    private static ElectionSubject SubjectOf(HotCredentials keys, EpochNo epoch, Nonce nonce, LedgerView view) => new(
        keys.PoolId, keys.Vrf.VerificationKey.Hash32, epoch, nonce, view.StakeDistribution?.Find(keys.PoolId));

    /// <summary>What a worker found.</summary>
    /// <param name="Subject">What follows from what; null where the worker could not tell.</param>
    /// <param name="First">The first slot that it looked at.</param>
    /// <param name="Next">The first that it did not look at.</param>
    /// <param name="End">The first slot after the epoch.</param>
    /// <param name="Own">The own slots among them.</param>
    private sealed record Step(ElectionSubject? Subject, ulong First, ulong Next, ulong End, IReadOnlyList<Slot> Own)
    {
        public static readonly Step None = new(null, 0, 0, 0, []);
    }
}
