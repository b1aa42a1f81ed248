using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>What an agent's refusal means for what asked.</summary>
internal static class Refusals
{
    /// <summary>The failure that a refusal stands for.</summary>
    public static Failure Explain(string machine, Refused refused) => new(KindOf(refused.Code), $"{machine}: {refused.Sentence}");

    private static FailureKind KindOf(Refused.Types.Code code) => code switch
    {
        Refused.Types.Code.UnsupportedProtocol => FailureKind.NoAgent,
        Refused.Types.Code.NotRoot => FailureKind.NoSudo,
        Refused.Types.Code.NoSpace => FailureKind.NoSpace,
        Refused.Types.Code.WrongArchitecture => FailureKind.WrongArchitecture,
        Refused.Types.Code.StaleFence => FailureKind.Fenced,
        Refused.Types.Code.GenerationConflict => FailureKind.Conflict,
        Refused.Types.Code.ForeignLock or Refused.Types.Code.LockLost or Refused.Types.Code.Changing => FailureKind.LockHeld,
        Refused.Types.Code.NotCurrent => FailureKind.Unconfirmed,
        Refused.Types.Code.MissedWindow => FailureKind.WindowMissed,
        Refused.Types.Code.Busy => FailureKind.Other,
        _ => FailureKind.Refused,
    };
}
