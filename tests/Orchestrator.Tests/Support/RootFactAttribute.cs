using Xunit;

namespace PoolTopology.Orchestrator.Tests.Support;

/// <summary>A fact that makes network namespaces: skipped, with a reason, where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RootFactAttribute : FactAttribute
{
    private static readonly string[] Tools = ["/usr/sbin/ip", "/usr/sbin/nft"];

    public RootFactAttribute() => Skip = SkipReason();

    private static string? SkipReason()
    {
        if (!Environment.IsPrivilegedProcess)
            return "needs root: makes network namespaces";
        string[] missing = [.. Tools.Where(tool => !File.Exists(tool))];
        return missing.Length == 0 ? null : $"needs {string.Join(", ", missing)}";
    }
}
