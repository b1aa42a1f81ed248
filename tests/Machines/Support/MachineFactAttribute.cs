using Xunit;

namespace PoolTopology.Machines.Support;

/// <summary>A fact about real machines: skipped, with a reason, where there can be none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MachineFactAttribute : FactAttribute
{
    /// <summary>Marks a test that boots machines.</summary>
    public MachineFactAttribute() => Skip = MachineRun.SkipReason;
}
