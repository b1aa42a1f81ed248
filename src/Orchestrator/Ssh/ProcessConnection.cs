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

    private static readonly TimeSpan LastWordsPatience = TimeSpan.FromSeconds(1);

    private readonly SshTarget _target;
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ProcessConnection(SshTarget target, Process process)
    {
        _target = target;
        _process = process;
        _errors = ReadErrorsAsync(process);
    }

    public Stream ToAgent => _process.StandardInput.BaseStream;

    public Stream FromAgent => _process.StandardOutput.BaseStream;

    /// <summary>The session stands: what ends it now is not the way there.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Starts a program.</summary>
    /// <exception cref="MachineException">It is not there.</exception>
    public static ProcessConnection Start(SshTarget target, string program, IEnumerable<string> arguments)
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
            return new ProcessConnection(target, process);
        }
        catch (Win32Exception cannot)
        {
            throw new MachineException(new Failure(
                FailureKind.Other, $"{target.Machine}: the SSH client cannot be started: {cannot.Message}; is openssh-client installed?"));
        }
    }

    /// <summary>The exit code, when it has ended.</summary>
    public async Task<int> ExitCodeAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        return _process.ExitCode;
    }

    public Task<Failure> WhyEndedAsync() => WhyEndedAsync("");

    /// <summary>Why it ended, with what it printed in place of what was expected.</summary>
    public async Task<Failure> WhyEndedAsync(string instead)
    {
        if (!await EndsAsync())
            return new Failure(FailureKind.Unreachable, $"{_target.Machine}: the connection does not answer any more");
        // A process that the client left behind may hold its stderr open.
        await Task.WhenAny(_errors, Task.Delay(LastWordsPatience));
        string errors = _errors.IsCompletedSuccessfully ? await _errors : "";
        return SshFailures.Explain(_target, _process.ExitCode, string.IsNullOrWhiteSpace(errors) ? instead : errors, HasBegun);
    }

    /// <summary>Tells it that nothing more comes.</summary>
    public void EndInput() => _process.StandardInput.Close();

    /// <summary>Ends it without waiting for its own end.</summary>
    public void Abandon() => _process.Kill();

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
