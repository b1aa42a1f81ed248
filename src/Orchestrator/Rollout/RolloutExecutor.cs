using System.Threading.Channels;

namespace PoolTopology.Orchestrator.Rollout;

/// <summary>Carries a rollout out: records events, performs commands, waits for what comes of them.</summary>
/// <remarks>
/// One loop owns the state. At most one command is underway on a machine, and at most <c>concurrency</c> altogether; others
/// wait for their turn. The inbox is bounded by that, by one alarm, and by what people ask for.
/// </remarks>
internal sealed class RolloutExecutor(IFleet fleet, IRolloutJournal journal, IRolloutWatcher watcher, TimeProvider time, int concurrency)
{
    private readonly Channel<Message> _inbox = Channel.CreateUnbounded<Message>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, Task> _underway = new(StringComparer.Ordinal);
    private long _alarm;

    /// <summary>Something a person asked for while the rollout runs: to pause, go on, promote or abort.</summary>
    public void Ask(RolloutEvent wish) => _inbox.Writer.TryWrite(new Message.Wish(wish));

    /// <summary>Runs a rollout to its end.</summary>
    /// <param name="state">Where it is. Pre: its journal gives this state.</param>
    /// <param name="cancellation">Stops here; another run carries on later.</param>
    /// <returns>The final state.</returns>
    public async Task<RolloutState> RunAsync(RolloutState state, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            while (true)
            {
                RolloutDecision decision = RolloutMachine.Decide(state, time.GetUtcNow());
                if (!decision.Events.IsEmpty)
                {
                    foreach (RolloutEvent happened in decision.Events)
                        state = Record(state, happened);
                    continue;
                }

                if (state.Phase == RolloutPhase.Ended)
                    return state;
                Start(state, decision, stop.Token);
                using ITimer? alarm = SetAlarm(decision.WakeAt);
                state = Take(state, await _inbox.Reader.ReadAsync(stop.Token));
                while (_inbox.Reader.TryRead(out Message? more))
                    state = Take(state, more);
            }
        }
        finally
        {
            stop.Cancel();
            await Task.WhenAll(_underway.Values);
        }
    }

    private RolloutState Take(RolloutState state, Message message)
    {
        if (message is Message.Came came)
            _underway.Remove(came.Machine);
        return message switch
        {
            Message.Came { Answer: Answer.Happened happened } => Record(state, happened.Event),
            // What belongs to an earlier phase says nothing about this one: a confirmation that failed is no failed revert.
            Message.Came { Answer: Answer.Seen seen } late => late.Phase == state.Machines[late.Machine].Phase ? See(state, seen.Sighting) : state,
            Message.Wish wish => Record(state, wish.Event),
            _ => state,
        };
    }

    private RolloutState Record(RolloutState state, RolloutEvent happened)
    {
        journal.Append(happened);
        RolloutState next = RolloutFold.Apply(state, happened);
        watcher.OnEvent(next, happened);
        return next;
    }

    private RolloutState See(RolloutState state, Sighting seen)
    {
        RolloutState next = RolloutFold.Apply(state, seen);
        watcher.OnSighting(next, seen);
        return next;
    }

    private void Start(RolloutState state, RolloutDecision decision, CancellationToken cancellation)
    {
        foreach (RolloutCommand command in decision.Commands)
        {
            if (_underway.Count < concurrency && !_underway.ContainsKey(command.Machine))
                _underway[command.Machine] = PerformAsync(command, state.Machines[command.Machine].Phase, cancellation);
        }
    }

    private async Task PerformAsync(RolloutCommand command, MachinePhase phase, CancellationToken cancellation)
    {
        // The caller first notes that the command is underway, also where its answer is there at once.
        await Task.Yield();
        try
        {
            Answer answer = await fleet.PerformAsync(command, cancellation);
            _inbox.Writer.TryWrite(new Message.Came(command.Machine, phase, answer));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The rollout is over or left to another process; what the machine has begun it finishes.
        }
        catch (Exception unexpected)
        {
            CommandFailed failed = new(time.GetUtcNow(), command.Machine, new Failure(FailureKind.Other, unexpected.Message));
            _inbox.Writer.TryWrite(new Message.Came(command.Machine, phase, new Answer.Seen(failed)));
        }
    }

    private ITimer? SetAlarm(DateTimeOffset? at)
    {
        long alarm = ++_alarm;
        if (at is not { } wake)
            return null;
        TimeSpan left = wake - time.GetUtcNow();
        return time.CreateTimer(
            _ => _inbox.Writer.TryWrite(new Message.Alarm(alarm)), null, left > TimeSpan.Zero ? left : TimeSpan.Zero,
            Timeout.InfiniteTimeSpan);
    }

    private abstract record Message
    {
        public sealed record Came(string Machine, MachinePhase Phase, Answer Answer) : Message;

        public sealed record Wish(RolloutEvent Event) : Message;

        public sealed record Alarm(long Number) : Message;
    }
}
