using Xunit;

namespace PoolTopology.Orchestrator.Tests.Support;

/// <summary>A theory that needs root; it does not count where there is none.</summary>
public sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute()
    {
        if (!Environment.IsPrivilegedProcess)
            Skip = "needs root";
    }
}
