using System.Diagnostics;
using Xunit;

namespace PoolTopology.EndToEnd.Isolation;

/// <summary>A fact that makes network namespaces and firewalls: skipped, with a reason, where it cannot.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IsolationFactAttribute : FactAttribute
{
    /// <summary>Marks a test that runs with <c>--isolate</c>.</summary>
    public IsolationFactAttribute() => Skip = FindReason();

    private static string? FindReason()
    {
        if (!Environment.IsPrivilegedProcess)
            return "network namespaces need root";
        string? missing = ((string[])["ip", "nft", "bash"]).FirstOrDefault(tool => !IsInstalled(tool));
        if (missing is not null)
            return $"{missing} is not installed";
        return CanMakeNamespaces() ? null : "the kernel does not let this process make network namespaces";
    }

    private static bool IsInstalled(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':').Any(folder => File.Exists(Path.Combine(folder, tool)));

    private static bool CanMakeNamespaces()
    {
        using Process unshare = Process.Start(new ProcessStartInfo("unshare", ["--net", "true"]) { RedirectStandardError = true })!;
        unshare.WaitForExit();
        return unshare.ExitCode == 0;
    }
}
