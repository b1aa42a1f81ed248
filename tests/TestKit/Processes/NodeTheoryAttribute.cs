using Xunit;

namespace PoolTopology.TestKit.Processes;

/// <summary>A theory that runs scripts under node: skipped, with a reason, where it cannot.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeTheoryAttribute : TheoryAttribute
{
    /// <summary>Marks a test that uses <see cref="NodeScripts"/>.</summary>
    public NodeTheoryAttribute() => Skip = NodeScripts.SkipReason;
}
