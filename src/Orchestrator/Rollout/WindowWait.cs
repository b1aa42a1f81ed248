using System.Globalization;
using PoolTopology.Orchestrator.Plan;

namespace PoolTopology.Orchestrator.Rollout;

/// <summary>The producer may be away only between its own slots, and only it knows them.</summary>
/// <remarks>Not knowing means no: a producer that runs and does not say when it may be away is left alone.</remarks>
internal static class WindowWait
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(10);

    /// <summary>Decides whether the producer may go now.</summary>
    /// <param name="state">The rollout.</param>
    /// <param name="machine">The producer's machine.</param>
    /// <param name="change">What is to be done there.</param>
    /// <param name="wants">What is wanted.</param>
    /// <param name="go">It may.</param>
    /// <param name="refuse">It may not, and waiting does not help.</param>
    public static void Decide(
        RolloutState state, MachineProgress machine, MachineChange change, Wants wants, Action go, Action<Failure> refuse)
    {
        TimeSpan need = RolloutTimes.AwayTime(change);
        bool isFresh = machine.WindowsAt is { } at && wants.Now - at < AskEvery;
        if (machine.Windows is { IsKnown: false } unknown && isFresh)
            refuse(new Failure(
                FailureKind.Unsafe,
                $"{machine.Machine}: nobody knows when the producer may be away ({unknown.Trouble}); it was left as it is"));
        else if (wants.Now - machine.Since >= RolloutTimes.WindowPatience)
            refuse(new Failure(
                FailureKind.Unsafe,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{machine.Machine}: no {need.TotalSeconds:0} s without an own slot in {RolloutTimes.WindowPatience.TotalHours:0} h")));
        else if (machine.Windows is null || !isFresh)
            Ask(machine, wants, refuse);
        else if (machine.Windows.NextFor(need, wants.Now) is not { } next)
            wants.WakeAt(machine.WindowsAt.GetValueOrDefault() + AskEvery);
        else if (next > wants.Now)
            wants.WakeAt(next < wants.Now + RolloutTimes.WindowsAge ? next : machine.WindowsAt.GetValueOrDefault() + RolloutTimes.WindowsAge);
        else
            go();
    }

    private static void Ask(MachineProgress machine, Wants wants, Action<Failure> refuse)
    {
        const int maximumAttempts = 4;
        if (machine.LastFailure is { } failure && machine.Attempts >= maximumAttempts)
            refuse(new Failure(FailureKind.Unsafe, $"{machine.Machine}: the producer could not be asked: {failure.Sentence}"));
        else
            wants.Command(machine, new RolloutCommand.AskWindows(machine.Machine));
    }
}
