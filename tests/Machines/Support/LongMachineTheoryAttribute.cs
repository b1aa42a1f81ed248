using Xunit;

namespace PoolTopology.Machines.Support;

/// <summary>A theory about real machines that takes minutes: run by <c>eng/machines/long-tests.sh</c>, else skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongMachineTheoryAttribute : TheoryAttribute
{
    private const string Variable = "POOLTOPOLOGY_LONG_TESTS";

    /// <summary>Marks a test that takes minutes.</summary>
    public LongMachineTheoryAttribute() => Skip = MachineRun.SkipReason
        ?? (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } ? null : "takes minutes: eng/machines/long-tests.sh");
}
