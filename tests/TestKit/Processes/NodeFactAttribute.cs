using Xunit;

namespace PoolTopology.TestKit.Processes;

/// <summary>A fact that runs scripts under node: skipped, with a reason, where it cannot.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    /// <summary>Marks a test that uses <see cref="NodeScripts"/>.</summary>
    public NodeFactAttribute() => Skip = NodeScripts.SkipReason;
}
