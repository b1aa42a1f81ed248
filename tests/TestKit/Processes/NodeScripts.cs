using System.ComponentModel;
using System.Diagnostics;

namespace PoolTopology.TestKit.Processes;

/// <summary>The scripts in <c>tests/EndToEnd/clients</c>: clients that others wrote, run by node.</summary>
/// <remarks>
/// They need node 18 or later, and <c>npm ci</c> run once in that folder. Mark a test that uses them
/// <see cref="NodeFactAttribute"/> or <see cref="NodeTheoryAttribute"/>: it is skipped, with a reason, without them.
/// </remarks>
public static class NodeScripts
{
    private const int OldestMajor = 18;

    private static readonly string? Folder = FindFolder();

    /// <summary>Why scripts cannot be run here, or null when they can.</summary>
    public static string? SkipReason { get; } = FindReason();

    /// <summary>Starts a script, e.g. <c>health.mjs</c>, with its arguments.</summary>
    /// <remarks>Dispose of it: that ends the process if it still runs.</remarks>
    public static RunningScript Start(string script, params string[] arguments)
    {
        ProcessStartInfo start = new("node")
        {
            WorkingDirectory = Folder ?? throw new InvalidOperationException(SkipReason),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(script);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return new RunningScript(Process.Start(start)!, script);
    }

    /// <summary>Runs a script to its end and returns the lines it printed.</summary>
    /// <remarks>Errors: InvalidOperationException with its error output when it fails or takes longer.</remarks>
    public static async Task<IReadOnlyList<string>> RunAsync(TimeSpan limit, string script, params string[] arguments)
    {
        await using RunningScript running = Start(script, arguments);
        List<string> lines = [];
        using CancellationTokenSource timeout = new(limit);
        while (await running.NextLineAsync(timeout.Token) is { } line)
            lines.Add(line);
        await running.WaitForSuccessAsync(timeout.Token);
        return lines;
    }

    private static string? FindFolder()
    {
        string? root = RepositoryRoot.TryFind();
        return root is null ? null : Path.Combine(root, "tests", "EndToEnd", "clients");
    }

    private static string? FindReason()
    {
        if (Folder is null)
            return "not run from a checkout";
        int? major = NodeMajor();
        if (major is null or < OldestMajor)
            return $"node {OldestMajor} or later is not installed";
        return File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json"))
            ? null
            : "run 'npm ci' in tests/EndToEnd/clients first";
    }

    private static int? NodeMajor()
    {
        try
        {
            ProcessStartInfo start = new("node", "--version") { RedirectStandardOutput = true };
            using Process node = Process.Start(start)!;
            string version = node.StandardOutput.ReadToEnd();
            node.WaitForExit();
            return int.TryParse(version.TrimStart('v').Split('.')[0], out int major) ? major : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
