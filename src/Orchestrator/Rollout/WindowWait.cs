using System.Globalization;
using PoolTopology.Orchestrator.Plan;

namespace PoolTopology.Orchestrator.Rollout;

/// <summary>The producer may be away only between its own slots, and only it knows them.</summary>
/// <remarks>
/// Not knowing means no: a producer that runs and does not say when it may be away is left alone. One that cannot say it
/// now, because the relays before it have just restarted for instance, is asked again for as long as a machine may take
/// to become healthy.
/// </remarks>
internal static class WindowWait
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AskUnknownEvery = TimeSpan.FromSeconds(1);

    /// <summary>Decides whether the producer may go now.</summary>
    /// <param name="state">The rollout.</param>
    /// <param name="machine">The producer's machine.</param>
    /// <param name="change">What is to be done there.</param>
    /// <param name="wants">What is wanted.</param>
    /// <param name="go">It may, if it goes before that moment; null: at any time.</param>
    /// <param name="refuse">It may not, and waiting does not help.</param>
    public static void Decide(
        RolloutState state, MachineProgress machine, MachineChange change, Wants wants, Action<DateTimeOffset?> go,
        Action<Failure> refuse)
    {
        TimeSpan need = RolloutTimes.AwayTime(change);
        if (machine.Windows is not { } windows || machine.WindowsAt is not { } at)
        {
            Ask(machine, wants, refuse);
            return;
        }

        bool isFresh = wants.Now - at < (windows.Knowledge == WindowKnowledge.Unknown ? AskUnknownEvery : AskEvery);
        switch (windows.Knowledge)
        {
            case WindowKnowledge.NeverTold:
                refuse(Left(machine, $"{windows.Reason}; choose a quiet moment and say why with --ignore-slots"));
                break;
            case WindowKnowledge.Unknown when wants.Now - state.ProgressAt >= RolloutTimes.Deadline(state.Plan.Policy):
                refuse(Left(machine, windows.Reason));
                break;
            case WindowKnowledge.Known when wants.Now - state.ProgressAt >= RolloutTimes.WindowPatience:
                refuse(new Failure(
                    FailureKind.Unsafe,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{machine.Machine}: no {need.TotalSeconds:0} s without an own slot in {RolloutTimes.WindowPatience.TotalHours:0} h")));
                break;
            case WindowKnowledge.NotNeeded when isFresh:
                go(null);
                break;
            case WindowKnowledge.Known when isFresh:
                Go(windows, at, need, wants, go);
                break;
            case WindowKnowledge.Unknown when isFresh:
                wants.WakeAt(at + AskUnknownEvery);
                break;
            default:
                Ask(machine, wants, refuse);
                break;
        }
    }

    private static void Go(SlotWindows windows, DateTimeOffset at, TimeSpan need, Wants wants, Action<DateTimeOffset?> go)
    {
        SlotWindow? window = windows.NextFor(need, wants.Now);
        if (window is not null && window.From <= wants.Now)
            go(window.To - need);
        else
            wants.WakeAt(window is not null && window.From < at + AskEvery ? window.From : at + AskEvery);
    }

    private static Failure Left(MachineProgress machine, string reason) => new(
        FailureKind.Unsafe,
        $"{machine.Machine}: nobody knows when the producer may be away: {reason}; it was left as it is");

    private static void Ask(MachineProgress machine, Wants wants, Action<Failure> refuse)
    {
        const int maximumAttempts = 4;
        if (machine.LastFailure is { } failure && machine.Attempts >= maximumAttempts)
            refuse(new Failure(FailureKind.Unsafe, $"{machine.Machine}: the producer could not be asked: {failure.Sentence}"));
        else
            wants.Command(machine, new RolloutCommand.AskWindows(machine.Machine));
    }
}
