using System.Globalization;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Serve;

/// <summary>Rollouts, and why one cannot begin, as messages. Pure.</summary>
internal static class RolloutMessages
{
    /// <summary>The trailer that tells the exit code that a command would have.</summary>
    public const string ExitCodeTrailer = "pool-exit-code";

    /// <summary>A rollout.</summary>
    /// <param name="state">Where it is.</param>
    /// <param name="isAtWork">Whether a process carries it out now.</param>
    public static Rpc.Orchestrator.V1.Rollout ToMessage(RolloutState state, bool isAtWork)
    {
        Rpc.Orchestrator.V1.Rollout message = new()
        {
            Id = state.Id,
            State = state.Outcome is not null ? "ended" : !isAtWork ? "left" : state.IsPaused ? "paused" : "going on",
            Outcome = state.Outcome?.ToString().ToLowerInvariant() ?? "",
            Generation = (ulong)state.Plan.Generation,
            Cause = (state.Cause ?? state.Abort)?.Sentence ?? "",
            ExitCode = state.ExitCode,
        };
        message.Machines.AddRange(state.Machines.Values.Select(machine => new MachineRollout
        {
            Machine = machine.Machine,
            Phase = machine.Phase.ToString().ToLowerInvariant(),
            Since = EventJson.Iso(machine.Since),
        }));
        return message;
    }

    /// <summary>There was nothing to change.</summary>
    public static Rpc.Orchestrator.V1.Rollout Nothing(DeploymentPlan plan) => new()
    {
        State = "nothing to do",
        Generation = (ulong)plan.Generation,
    };

    /// <summary>Why a rollout did not begin, as the status of a call.</summary>
    public static RpcException ToRpc(Exception refused)
    {
        (int exitCode, string sentence) = refused switch
        {
            CommandFailure failure => (failure.ExitCode, failure.Hint.Length > 0 ? $"{failure.Message}; {failure.Hint}" : failure.Message),
            MachineException machine => (machine.Failure.ExitCode, machine.Message),
            _ => (ExitCodes.Error, refused.Message),
        };
        RpcStatusCode code = exitCode switch
        {
            ExitCodes.LockHeld or ExitCodes.StalePlan => RpcStatusCode.Aborted,
            ExitCodes.Unreachable => RpcStatusCode.Unavailable,
            _ => RpcStatusCode.FailedPrecondition,
        };
        RpcMetadata trailers = new();
        trailers.Add(ExitCodeTrailer, exitCode.ToString(CultureInfo.InvariantCulture));
        return new RpcException(code, sentence, trailers, refused);
    }
}
