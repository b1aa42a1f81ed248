using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using PoolTopology.Orchestrator.Processes;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Machine;

/// <summary>The programs of the machine that the agent runs on.</summary>
/// <param name="folder">Empty for PATH and the administrators' folders; else the only folder that programs are looked for in.</param>
internal sealed class PosixCommands(string folder) : IMachineCommands
{
    private const int MaximumErrorLength = 2000;

    /// <inheritdoc/>
    public bool Has(string program) => Find(program) is not null;

    /// <inheritdoc/>
    public async Task<CommandOutcome> RunAsync(
        IReadOnlyList<string> command, string input, TimeSpan limit, CancellationToken cancellation)
    {
        using Process process = StartProcess(command);
        using CancellationTokenSource within = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        within.CancelAfter(limit);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(within.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(within.Token);
            await WriteInputAsync(process, input, within.Token);
            await process.WaitForExitAsync(within.Token);
            string said = await errors;
            return new CommandOutcome(process.ExitCode, await output, said[..Math.Min(said.Length, MaximumErrorLength)]);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            cancellation.ThrowIfCancellationRequested();
            throw new MachineFailure(
                Refused.Types.Code.CommandFailed, $"{string.Join(' ', command)} did not end within {limit.TotalSeconds:0} s");
        }
    }

    /// <inheritdoc/>
    public IRunningCommand Start(IReadOnlyList<string> command) => new PosixRunningCommand(StartProcess(command));

    private string? Find(string program)
    {
        if (folder.Length == 0)
            return SystemCommand.Find(program);
        string path = Path.Combine(folder, program);
        return File.Exists(path) ? path : null;
    }

    private Process StartProcess(IReadOnlyList<string> command)
    {
        string program = Find(command[0])
            ?? throw new MachineFailure(Refused.Types.Code.CommandFailed, $"{command[0]} is not installed on this machine");
        ProcessStartInfo start = new(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        foreach (string argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        // Answers are read by this program, not by a person.
        start.Environment["LC_ALL"] = "C";
        try
        {
            return Process.Start(start) ?? throw new InvalidOperationException($"no process was started for {program}");
        }
        catch (Win32Exception cannot)
        {
            throw new MachineFailure(
                Refused.Types.Code.CommandFailed, $"{program} cannot be started: {cannot.Message}", cannot);
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
