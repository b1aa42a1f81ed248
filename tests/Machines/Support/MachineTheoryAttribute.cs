using Xunit;

namespace PoolTopology.Machines.Support;

/// <summary>A theory about real machines: skipped, with a reason, where there can be none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MachineTheoryAttribute : TheoryAttribute
{
    /// <summary>Marks a test that boots machines.</summary>
    public MachineTheoryAttribute() => Skip = MachineRun.SkipReason;
}
