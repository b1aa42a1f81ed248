using System.ComponentModel;
using System.Diagnostics;

namespace PoolTopology.Topology.Tests.Firewall;

/// <summary>Runs ip and nft, each within a bounded time.</summary>
internal static class NamespaceTools
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static readonly Lazy<string?> Reason = new(FindReason);

    /// <summary>Why namespaces cannot be used here, or null when they can.</summary>
    public static string? SkipReason => Reason.Value;

    /// <summary>Runs a program; throws with its errors when it fails.</summary>
    public static string Run(string program, string? input, params string[] arguments)
    {
        (int code, string output, string errors) = TryRun(program, input, arguments);
        return code == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit {code}: {errors}{output}");
    }

    /// <summary>Runs a program and says how it ended.</summary>
    public static (int Code, string Output, string Errors) TryRun(string program, string? input, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input ?? "");
        process.StandardInput.Close();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} took longer than {Limit.TotalSeconds} s");
        }
        return (process.ExitCode, output.GetAwaiter().GetResult(), errors.GetAwaiter().GetResult());
    }

    private static string? FindReason()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return "network namespaces need root on Linux";
        try
        {
            (int code, _, string errors) = TryRun("unshare", null, "-n", "nft", "list", "ruleset");
            return code == 0 && TryRun("ip", null, "netns", "list").Code == 0 ? null : $"network namespaces cannot be used: {errors}";
        }
        catch (Win32Exception exception)
        {
            return $"a tool is missing: {exception.Message}";
        }
    }
}
