using Xunit;

namespace PoolTopology.Orchestrator.Tests.Ssh.Support;

/// <summary>A fact with real SSH servers in a network namespace: skipped, with a reason, where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SshFactAttribute : FactAttribute
{
    private static readonly string[] Tools = ["/usr/sbin/ip", "/usr/sbin/sshd", "/usr/bin/ssh", "/usr/bin/sudo", "/usr/bin/unshare"];

    public SshFactAttribute() => Skip = SkipReason();

    private static string? SkipReason()
    {
        if (!Environment.IsPrivilegedProcess)
            return "needs root: makes network namespaces";
        string[] missing = [.. Tools.Where(tool => !File.Exists(tool))];
        return missing.Length == 0 ? null : $"needs {string.Join(", ", missing)}";
    }
}
