using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using PoolTopology.Orchestrator.Cli;

namespace PoolTopology.Orchestrator.Processes;

/// <summary>Short commands of the system (ip, nft) and of this project (pool-keys), run to their end.</summary>
internal static class SystemCommand
{
    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(30);

    // Administrators' programs are not on every PATH.
    private static readonly string[] AdministratorFolders = ["/usr/sbin", "/sbin", "/usr/local/sbin"];

    /// <summary>Runs a command that must succeed.</summary>
    /// <returns>What it wrote to stdout.</returns>
    /// <exception cref="CommandFailure">It is missing, failed, or took longer than 30 s.</exception>
    public static Task<string> RunAsync(
        IReadOnlyList<string> command, string input, CancellationToken cancellation) =>
        RunAsync(command, input, UsualLimit, cancellation);

    /// <summary>Runs a command that must succeed and may take its time.</summary>
    /// <returns>What it wrote to stdout.</returns>
    /// <exception cref="CommandFailure">It is missing, failed, or took longer than the limit.</exception>
    public static async Task<string> RunAsync(
        IReadOnlyList<string> command, string input, TimeSpan limit, CancellationToken cancellation)
    {
        (int exitCode, string output, string errors) = await TryRunAsync(command, input, limit, cancellation);
        return exitCode == 0
            ? output
            : throw new CommandFailure(ExitCodes.Error,
                $"{string.Join(' ', command)} failed with exit code {exitCode}: {errors.Trim().ReplaceLineEndings(" ")}", "");
    }

    /// <summary>Runs a command whose failure is an answer.</summary>
    /// <exception cref="CommandFailure">It is missing, or took longer than 30 s.</exception>
    public static Task<(int ExitCode, string Output, string Errors)> TryRunAsync(
        IReadOnlyList<string> command, string input, CancellationToken cancellation) =>
        TryRunAsync(command, input, UsualLimit, cancellation);

    private static async Task<(int ExitCode, string Output, string Errors)> TryRunAsync(
        IReadOnlyList<string> command, string input, TimeSpan patience, CancellationToken cancellation)
    {
        using Process process = Start(command);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
            await WriteInputAsync(process, input, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            cancellation.ThrowIfCancellationRequested();
            throw new CommandFailure(ExitCodes.Error,
                $"{string.Join(' ', command)} did not end within {patience.TotalSeconds:0} s", "");
        }
    }

    /// <summary>The path of a program on PATH or in the administrators' folders, or null.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Concat(AdministratorFolders)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static Process Start(IReadOnlyList<string> command)
    {
        ProcessStartInfo start = new(Find(command[0]) ?? command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        foreach (string argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        RuntimeLocation.AddTo(start.Environment);
        try
        {
            return Process.Start(start)
                ?? throw new InvalidOperationException($"no process was started for {command[0]}");
        }
        catch (Win32Exception cannot)
        {
            throw new CommandFailure(ExitCodes.Error, $"{command[0]} cannot be started: {cannot.Message}", "");
        }
    }

    private static async Task WriteInputAsync(Process process, string input, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The command ended without reading its input; its exit code says whether that was right.
        }
    }
}
