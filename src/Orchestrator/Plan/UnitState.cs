using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>systemd's words for a unit, as facts.</summary>
internal static class UnitState
{
    /// <summary>It runs, or is just starting.</summary>
    public static bool IsUp(ObservedUnit? unit) => unit?.ActiveState is "active" or "activating" or "reloading";

    /// <summary>It runs.</summary>
    public static bool IsActive(ObservedUnit? unit) => unit?.ActiveState is "active" or "reloading";

    /// <summary>It ends, and systemd starts it again and again.</summary>
    public static bool IsLooping(ObservedUnit? unit) => unit?.SubState is "auto-restart" or "auto-restart-queued";

    /// <summary>It starts with the machine.</summary>
    public static bool IsEnabled(ObservedUnit? unit) => unit?.EnabledState is "enabled" or "enabled-runtime";

    /// <summary>The unit with this name, or null.</summary>
    public static ObservedUnit? Find(ObservedMachine observed, string name) =>
        observed.Units.FirstOrDefault(unit => unit.Name == name);
}
