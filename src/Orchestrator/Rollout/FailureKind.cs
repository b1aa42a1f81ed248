namespace PoolTopology.Orchestrator.Rollout;

/// <summary>The ways in which a rollout is stopped; each has its exit code.</summary>
internal enum FailureKind
{
    /// <summary>Something that has no kind of its own.</summary>
    Other,

    /// <summary>No connection with the machine.</summary>
    Unreachable,

    /// <summary>The machine's host key is not the one that is pinned.</summary>
    HostKeyChanged,

    /// <summary>No host key is pinned for the machine.</summary>
    HostKeyUnknown,

    /// <summary>The machine does not accept the operator's key.</summary>
    LoginDenied,

    /// <summary>The user may not become root.</summary>
    NoSudo,

    /// <summary>There is no agent on the machine, or it does not speak this protocol.</summary>
    NoAgent,

    /// <summary>The release is for another processor.</summary>
    WrongArchitecture,

    /// <summary>The disk is full.</summary>
    NoSpace,

    /// <summary>Somebody else holds the lock.</summary>
    LockHeld,

    /// <summary>Somebody else has taken over: our token is out of date.</summary>
    Fenced,

    /// <summary>The machine is not what the plan was made for.</summary>
    Conflict,

    /// <summary>The agent did not do it, for a reason of its own.</summary>
    Refused,

    /// <summary>The change took itself back before it was confirmed.</summary>
    Unconfirmed,

    /// <summary>A node died or restarted by itself.</summary>
    Crashed,

    /// <summary>A node was not healthy in time.</summary>
    Unhealthy,

    /// <summary>Nothing got further for too long.</summary>
    NoProgress,

    /// <summary>The window for it was over before the machine began.</summary>
    WindowMissed,

    /// <summary>A block could be lost.</summary>
    Unsafe,

    /// <summary>A person stopped it.</summary>
    Aborted,
}
