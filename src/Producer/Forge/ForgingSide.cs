using Microsoft.Extensions.Logging;
using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Types;
using PoolTopology.Node.Forging;
using PoolTopology.Node.Work;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Credentials;
using PoolTopology.Producer.Journal;
using PoolTopology.Producer.Schedule;

namespace PoolTopology.Producer.Forge;

/// <summary>The producer's slot loop: looks at every slot once, and forges a block in the pool's own.</summary>
/// <remarks>
/// Decisions are <see cref="SlotTimetable"/> and <see cref="SlotRules"/>; this class does what they say, in one order:
/// assemble, journal, sign, validate, submit, report.
/// A missing key, a full disk or a refused block costs a slot and is reported; the node keeps following the chain.
/// </remarks>
internal sealed partial class ForgingSide : IForgingSide, IDisposable
{
    // Slots may be long; whoever watches whether this loop goes round need not wait for one.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private readonly KeyKeeper _keeper;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ForgingTally _tally = new();
    private readonly ObstacleWatch _obstacles = new();
    private readonly ScheduleAhead _schedule;
    private long _turns;
    // 1 when keys shall be read again: one request is as good as many.
    private int _reloadRequests;

    public ForgingSide(KeyKeeper keeper, IWorkers workers, TimeProvider time, ILogger log)
        : this(keeper, new ScheduleAhead(ScheduleAhead.SlotsPerStepDefault, workers, time), time, log)
    {
    }

    internal ForgingSide(KeyKeeper keeper, ScheduleAhead schedule, TimeProvider time, ILogger log)
    {
        _schedule = schedule;
        _keeper = keeper;
        _time = time;
        _log = log;
    }

    /// <inheritdoc/>
    public long Turns => Interlocked.Read(ref _turns);

    /// <inheritdoc/>
    /// <remarks>Done between two slots: the loop never sleeps longer than one.</remarks>
    public void RequestReload() => Interlocked.Exchange(ref _reloadRequests, 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        _keeper.Dispose();
        _schedule.Dispose();
    }

    /// <inheritdoc/>
    public async Task RunAsync(IForgeHost host, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(host);
        // Keys and disk are waited for below; the caller is not made to wait with them.
        await Task.Yield();
        try
        {
            await LoadAsync(host);
            await LoopAsync(host, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The node shuts down.
        }
        finally
        {
            await _schedule.StopAsync();
            _keeper.Dispose();
        }
    }

    private async Task LoopAsync(IForgeHost host, CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Interlocked.Increment(ref _turns);
            if (Interlocked.Exchange(ref _reloadRequests, 0) == 1)
                await LoadAsync(host);
            DateTimeOffset now = _time.GetUtcNow();
            switch (SlotTimetable.Next(_tally.LastChecked, now, host.Config.Clock))
            {
                case SlotStep.Wait wait:
                    TimeSpan left = wait.Until - now;
                    await Task.Delay(left < LongestWait ? left : LongestWait, _time, cancellation);
                    break;
                case SlotStep.Check check:
                    await CheckAsync(host, check, cancellation);
                    break;
            }
        }
    }

    private async Task LoadAsync(IForgeHost host)
    {
        await _schedule.StopAsync();
        _schedule.Clear();
        _keeper.Load();
        if (host.Config.Clock.TrySlotAt(_time.GetUtcNow(), out Slot now))
            OpenJournal(now);
        if (_keeper.Keys is { } keys)
            LogKeysLoaded(keys.Certificate.IssueNumber, keys.Certificate.StartKesPeriod);
        Report(host, now);
    }

    private void OpenJournal(Slot now)
    {
        bool wasOpen = _keeper.Journal is not null;
        _keeper.OpenJournal(now);
        if (wasOpen || _keeper.Journal is not { } journal)
            return;
        if (_keeper.TornBytes > 0)
            LogJournalTorn(_keeper.TornBytes, now);
        LogJournalOpen(journal.Watermark?.ToString() ?? "none");
    }

    private async Task CheckAsync(IForgeHost host, SlotStep.Check check, CancellationToken cancellation)
    {
        Slot slot = check.Slot;
        OpenJournal(slot);
        if (check.FirstSkipped is { } firstSkipped)
            CountSkipped(host, firstSkipped, slot);
        ForgeView view = Look(host, slot);
        Evolve(host, slot);
        SlotDecision decision = SlotRules.Decide(slot, view, host.Config);
        _tally.Checked(slot, _time.GetUtcNow());
        switch (decision)
        {
            case SlotDecision.Forge forge:
                await ForgeAsync(host, slot, forge, cancellation);
                break;
            case SlotDecision.Missed missed:
                Miss(slot, missed.Reason);
                break;
        }
        if (_keeper.Keys is { } keys && host.HasCaughtUp)
            await _schedule.LookAheadAsync(keys, host.Current, slot, host.Config);
        Report(host, slot);
    }

    private async Task ForgeAsync(
        IForgeHost host, Slot slot, SlotDecision.Forge forge, CancellationToken cancellation)
    {
        UnsignedBlock unsigned = BlockForge.Assemble(_keeper.Keys!, forge.Parent, slot, forge.EpochNonce, host.Config);
        if (SlotRules.CheckTime(slot, _time.GetUtcNow(), host.Config.Clock) is { } tooLate)
        {
            Miss(slot, tooLate);
            return;
        }
        switch (_keeper.Journal!.Request(unsigned.Record))
        {
            case JournalGrant.Refused refused:
                Miss(slot, new CouldNotForge.JournalRefused(refused.Error));
                break;
            case JournalGrant.Granted granted:
                await PublishAsync(
                    host, forge.Parent, BlockForge.Sign(unsigned, granted.Permit, _keeper.Keys!), cancellation);
                break;
        }
    }

    private async Task PublishAsync(
        IForgeHost host, ChainState parent, Block block, CancellationToken cancellation)
    {
        Slot slot = block.Header.Slot;
        (_, BlockError? error) = new BlockRules(host.Config).Apply(parent, block, ApplyMode.Full);
        if (error is not null)
        {
            Miss(slot, new CouldNotForge.InvalidBlock(error));
            return;
        }
        ForgedBlockOutcome outcome = await host.SubmitAsync(block.StoredBytes, cancellation);
        if (!outcome.IsAdopted)
        {
            Miss(slot, new CouldNotForge.NotAdopted(outcome.Reason));
            return;
        }
        _tally.Forged(slot);
        LogForged(block.Header.BlockNo, slot, block.Header.Hash, NextOwnText(slot));
        host.BlockForged(block.Header, block.StoredBytes.Length);
    }

    // Slots that passed while nobody looked: a suspended machine, a clock that jumped, a node that was overloaded.
    private void CountSkipped(IForgeHost host, Slot first, Slot current)
    {
        DateTimeOffset now = _time.GetUtcNow();
        for (Slot slot = first; slot < current; slot = new Slot(slot.Value + 1))
        {
            SlotDecision decision = SlotRules.Decide(slot, Look(host, slot), host.Config);
            if (decision is SlotDecision.Forge)
                Miss(slot, new CouldNotForge.SlotPassed(now - host.Config.Clock.StartOf(new Slot(slot.Value + 1))));
            else if (decision is SlotDecision.Missed missed)
                Miss(slot, missed.Reason);
        }
    }

    // Keys of periods that are over are erased as soon as the clock says so, not with the next own slot.
    private void Evolve(IForgeHost host, Slot slot)
    {
        KesPeriod period = host.Config.KesPeriodOf(slot);
        if (_keeper.Keys is { } keys && keys.Check(period, host.Config.Parameters.MaxKesEvolutions) is null)
            keys.EvolveTo(period);
    }

    private ForgeView Look(IForgeHost host, Slot slot)
    {
        ChainState current = host.Current;
        bool isTipOfSlot = !current.Tip.IsGenesis && current.Tip.Point.Slot == slot;
        return new ForgeView(
            current,
            isTipOfSlot ? BeforeTip.Find(host, current) : null,
            isTipOfSlot ? host.TipHeader?.PoolId : null,
            host.HasCaughtUp,
            _keeper.Keys,
            _keeper.Problem,
            _keeper.Journal?.Watermark);
    }

    private void Miss(Slot slot, CouldNotForge reason)
    {
        _tally.Missed();
        LogMissed(slot, reason.Message);
    }

    private void Report(IForgeHost host, Slot slot)
    {
        ForgeView view = Look(host, slot);
        CouldNotForge? obstacle = SlotRules.Obstacle(slot, view, host.Config);
        ForgingReport report = _tally.ToReport(obstacle, slot, _time.GetUtcNow(), view, host.Config);
        host.Report(report with { Windows = WindowsAt(slot, view, host.Config) });
        if (_obstacles.IsNews(obstacle))
            LogObstacle(obstacle);
        switch (_obstacles.JudgeKes(report, obstacle))
        {
            case KesWarning.Ending:
                LogKesEnding(report.KesExpiryPeriod.Value - 1, report.KesTimeLeft);
                break;
            case KesWarning.Last:
                LogKesLast(report.KesExpiryPeriod.Value - 1, report.KesTimeLeft);
                break;
        }
    }

    private FreeWindows WindowsAt(Slot slot, ForgeView view, ConsensusConfig config)
    {
        if (view.Keys is null)
            return new FreeWindows.NeverForges();
        if (!view.HasCaughtUp)
            return new FreeWindows.Unknown(new CouldNotForge.NotCaughtUp().Message);
        return _schedule.KnownUntil > slot
            ? new FreeWindows.Known(WindowPlan.Of(_schedule.Own(), slot, _schedule.KnownUntil, config.Clock))
            : new FreeWindows.Unknown("own slots are still being looked for");
    }

    private string NextOwnText(Slot slot) => _schedule.NextOwnAfter(slot) is { } next
        ? $"next own slot {next}"
        : $"no own slot before slot {_schedule.KnownUntil}";

    private void LogObstacle(CouldNotForge? obstacle)
    {
        if (obstacle is null)
            LogReady();
        else if (obstacle is CouldNotForge.NotCaughtUp)
            LogNotYetForging(obstacle.Message);
        else
            LogCannotForge(obstacle.Message);
    }
}
