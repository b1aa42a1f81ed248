using System.Diagnostics;

namespace PoolTopology.TestKit.Processes;

/// <summary>A script under way: its output line by line, its input, its end.</summary>
public sealed class RunningScript : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _script;
    private readonly Task<string> _errors;

    internal RunningScript(Process process, string script)
    {
        _process = process;
        _script = script;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The next line it prints, or null at the end of its output.</summary>
    public async Task<string?> NextLineAsync(CancellationToken cancellation) =>
        await _process.StandardOutput.ReadLineAsync(cancellation);

    /// <summary>Closes its standard input, which asks a script that waits to end.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Waits for its end.</summary>
    /// <remarks>Errors: InvalidOperationException with its error output for any exit code but 0.</remarks>
    public async Task WaitForSuccessAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        if (_process.ExitCode != 0)
            throw new InvalidOperationException($"{_script} ended with {_process.ExitCode}: {await _errors}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _errors;
        _process.Dispose();
    }
}
