using PoolTopology.Orchestrator.Processes;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Proof;

/// <summary>A fact that makes namespaces and connections in their kernels: skipped, with a reason, where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConntrackFactAttribute : FactAttribute
{
    public ConntrackFactAttribute() => Skip = new RootFactAttribute().Skip
        ?? (SystemCommand.Find("conntrack") is null ? "needs conntrack, which makes connections that no process has" : null);
}
