using System.Diagnostics;

namespace PoolTopology.Orchestrator.Agent.Machine;

/// <summary>A child process that reads from this one.</summary>
/// <remarks>Its input is a pipe whose only writer is this process: a SIGKILL of the agent ends it as well.</remarks>
internal sealed class PosixRunningCommand : IRunningCommand
{
    private const int MaximumErrorsLength = 2000;
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly Task<string> _errors;

    public PosixRunningCommand(Process process)
    {
        _process = process;
        _errors = ReadErrorsAsync(process.StandardError);
    }

    /// <inheritdoc/>
    public async Task WriteLineAsync(string line, CancellationToken cancellation)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancellation);
        await _process.StandardInput.FlushAsync(cancellation);
    }

    /// <inheritdoc/>
    public async Task<string?> ReadLineAsync(CancellationToken cancellation) =>
        await _process.StandardOutput.ReadLineAsync(cancellation);

    /// <inheritdoc/>
    public Task<string> ErrorsAsync() => _errors;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }

        using (CancellationTokenSource patience = new(EndPatience))
        {
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
                await _process.WaitForExitAsync(CancellationToken.None);
            }
        }

        _process.Dispose();
    }

    /// <summary>The beginning of what it says; the rest is read and let go, so that it is never stopped by a full pipe.</summary>
    private static async Task<string> ReadErrorsAsync(StreamReader errors)
    {
        char[] buffer = new char[1024];
        System.Text.StringBuilder kept = new();
        while (await errors.ReadAsync(buffer.AsMemory()) is > 0 and int read)
            kept.Append(buffer, 0, Math.Min(read, MaximumErrorsLength - kept.Length));
        return kept.ToString();
    }
}
