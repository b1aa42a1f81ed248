namespace PoolTopology.Orchestrator.Rollout;

/// <summary>How far a machine is.</summary>
internal enum MachinePhase
{
    /// <summary>Nothing was done yet.</summary>
    Waiting,

    /// <summary>The release is on the machine and not in force.</summary>
    Staged,

    /// <summary>The change is begun; it may or may not be in force.</summary>
    Activating,

    /// <summary>In force, and taken back by the machine itself unless it is confirmed.</summary>
    Unconfirmed,

    /// <summary>In force; its health is watched.</summary>
    Gating,

    /// <summary>It was healthy for long enough.</summary>
    Healthy,

    /// <summary>It was seen healthy after every other machine had moved.</summary>
    Verified,

    /// <summary>Reverts will come back to this generation.</summary>
    Stable,

    /// <summary>The change is being taken back.</summary>
    Reverting,

    /// <summary>It was taken back; its health is watched.</summary>
    RevertGating,

    /// <summary>It is what it was before.</summary>
    Restored,

    /// <summary>It could not be taken back.</summary>
    Stuck,
}
