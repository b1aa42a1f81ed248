using System.ComponentModel;
using System.Diagnostics;
using PoolTopology.Orchestrator.Processes;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>An agent behind a child process: the SSH client, or in tests the agent itself.</summary>
internal sealed class ProcessConnection : IAgentConnection
{
    private const int MaximumErrorsLength = 16 * 1024;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly string _machine;
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ProcessConnection(string machine, Process process)
    {
        _machine = machine;
        _process = process;
        _errors = ReadErrorsAsync(process);
    }

    public Stream ToAgent => _process.StandardInput.BaseStream;

    public Stream FromAgent => _process.StandardOutput.BaseStream;

    /// <summary>Starts a program.</summary>
    /// <exception cref="MachineException">It is not there.</exception>
    public static ProcessConnection Start(string machine, string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        RuntimeLocation.AddTo(start.Environment);
        try
        {
            Process process = Process.Start(start) ?? throw new InvalidOperationException($"no process was started for {program}");
            return new ProcessConnection(machine, process);
        }
        catch (Win32Exception cannot)
        {
            throw new MachineException(new Failure(FailureKind.Unreachable, $"{program} cannot be started: {cannot.Message}"));
        }
    }

    /// <summary>The exit code, when it has ended.</summary>
    public async Task<int> ExitCodeAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    public async Task<Failure> WhyEndedAsync()
    {
        if (!await EndsAsync())
            return new Failure(FailureKind.Unreachable, $"{_machine}: the connection does not answer any more");
        return SshFailures.Explain(_machine, _process.ExitCode, await _errors);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // The end of its input is the agent's sign to finish.
            // The stream, not its writer: that one minds whether the stream was closed already.
            ToAgent.Close();
        }
        catch (IOException)
        {
            // It has gone already.
        }

        if (!await EndsAsync())
            _process.Kill();
        _process.Dispose();
    }

    private async Task<bool> EndsAsync()
    {
        using CancellationTokenSource patience = new(EndPatience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The beginning of what it writes to stderr; the rest is read and let go.</summary>
    private static async Task<string> ReadErrorsAsync(Process process)
    {
        char[] buffer = new char[1024];
        System.Text.StringBuilder kept = new();
        while (true)
        {
            int read = await process.StandardError.ReadAsync(buffer.AsMemory());
            if (read == 0)
                return kept.ToString();
            kept.Append(buffer, 0, Math.Min(read, MaximumErrorsLength - kept.Length));
        }
    }
}
