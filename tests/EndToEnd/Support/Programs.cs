using System.Diagnostics;
using System.Runtime.InteropServices;
using PoolTopology.TestKit;

namespace PoolTopology.EndToEnd.Support;

/// <summary>The programs under test, as the build of this assembly's configuration left them.</summary>
internal static class Programs
{
    public static readonly string Pool = Built("Orchestrator", "pool");
    public static readonly string Relay = Built("Relay", "pool-relay");
    public static readonly string Producer = Built("Producer", "pool-producer");
    public static readonly string Keys = Built("Keys", "pool-keys");

    /// <summary>How a program is started, with all its streams in our hands.</summary>
    public static ProcessStartInfo StartInfo(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        // <root>/shared/Microsoft.NETCore.App/<version>/
        string root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        if (Directory.Exists(Path.Combine(root, "shared")))
            start.Environment["DOTNET_ROOT"] = root;
        return start;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<Finished> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(StartInfo(program, arguments))!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using CancellationTokenSource limit = new(Limits.Command);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end in {Limits.Command}");
        }
        return new Finished(process.ExitCode, await output, await errors);
    }

    // artifacts/bin/<project>/<configuration>/<program>, beside artifacts/bin/EndToEnd/<configuration>.
    private static string Built(string project, string program) => Path.Combine(
        RepositoryRoot.Find(), "artifacts", "bin", project,
        Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), program);
}
