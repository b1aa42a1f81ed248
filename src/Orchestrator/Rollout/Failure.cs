using PoolTopology.Orchestrator.Cli;

namespace PoolTopology.Orchestrator.Rollout;

/// <summary>Why something did not work.</summary>
/// <param name="Kind">In which way.</param>
/// <param name="Sentence">What a person should know.</param>
internal sealed record Failure(FailureKind Kind, string Sentence)
{
    /// <summary>Trying the same again may help.</summary>
    public bool IsTransient => Kind is FailureKind.Unreachable or FailureKind.Other;

    /// <summary>What the program tells the shell where this stopped everything before anything was changed.</summary>
    public int ExitCode => Kind switch
    {
        FailureKind.Unreachable or FailureKind.HostKeyChanged or FailureKind.HostKeyUnknown or FailureKind.LoginDenied
            or FailureKind.NoSudo or FailureKind.NoAgent => ExitCodes.Unreachable,
        FailureKind.LockHeld or FailureKind.Fenced => ExitCodes.LockHeld,
        FailureKind.Conflict => ExitCodes.StalePlan,
        FailureKind.Unsafe or FailureKind.WrongArchitecture => ExitCodes.SafetyRefusal,
        _ => ExitCodes.Error,
    };
}
