using System.Diagnostics;
using System.Text;

namespace PoolTopology.Orchestrator.Processes;

/// <summary>One running process whose stdin this program holds open: its end is the word to stop.</summary>
/// <remarks>
/// The pipe is closed by the kernel when this program dies, whatever kills it, so that no child outlives it. Output goes
/// to a bounded log; its end is kept for error messages.
/// </remarks>
internal sealed class ChildProcess : IDisposable
{
    // After the end of a process its output should end too, unless it left children behind that hold the pipe.
    private static readonly TimeSpan OutputPatience = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly RotatingLog _log;
    private readonly OutputTail _tail = new();
    private readonly Task _pumps;

    private ChildProcess(Process process, RotatingLog log)
    {
        _process = process;
        _log = log;
        _pumps = Task.WhenAll(
            PumpAsync(process.StandardError.BaseStream), PumpAsync(process.StandardOutput.BaseStream));
    }

    /// <summary>The process id; of the program itself, also where it was started through <c>setsid</c> or <c>ip netns exec</c>.</summary>
    public int Pid => _process.Id;

    /// <summary>The end of what it wrote, oldest line first.</summary>
    public IReadOnlyList<string> LastWords => _tail.LastLines();

    /// <summary>Starts the process.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program does not exist or cannot be run.</exception>
    public static ChildProcess Start(ProcessSpec spec)
    {
        ProcessStartInfo start = new(spec.Command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in spec.Command.Skip(1))
            start.ArgumentList.Add(argument);
        RuntimeLocation.AddTo(start.Environment);
        Process process = Process.Start(start)
            ?? throw new InvalidOperationException($"no process was started for {spec.Name}");
        return new ChildProcess(process, new RotatingLog(spec.LogFile, RotatingLog.DefaultLimitBytes));
    }

    /// <summary>Waits for the end of the process and of its output.</summary>
    /// <returns>The exit code; 128 + n where signal n killed it.</returns>
    public async Task<int> WaitAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        await Task.WhenAny(_pumps, Task.Delay(OutputPatience, cancellation));
        return _process.ExitCode;
    }

    /// <summary>Stops the process: end of input, then SIGTERM, then SIGKILL.</summary>
    /// <param name="patience">How long each word is given.</param>
    /// <param name="hurry">Cancelled when there is no time for politeness: SIGKILL at once.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync(StopPatience patience, CancellationToken hurry)
    {
        try
        {
            CloseInput();
            if (await EndsWithinAsync(patience.AfterEndOfInput, hurry))
                return _process.ExitCode;
            UnixSignal.SendTerminate(Pid);
            if (await EndsWithinAsync(patience.AfterTerminate, hurry))
                return _process.ExitCode;
        }
        catch (OperationCanceledException) when (hurry.IsCancellationRequested)
        {
            // The next line does what the hurry asks for.
        }

        _process.Kill();
        return await WaitAsync(CancellationToken.None);
    }

    /// <summary>Closes input and handles. A process that still runs is killed: this object is the only one to know it.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        CloseInput();
        _process.Dispose();
        _log.Dispose();
    }

    private void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A dead reader on the other side of the pipe: the input has ended.
        }
    }

    private async Task<bool> EndsWithinAsync(TimeSpan patience, CancellationToken hurry)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(hurry);
        limit.CancelAfter(patience);
        try
        {
            await WaitAsync(limit.Token);
            return true;
        }
        catch (OperationCanceledException) when (!hurry.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task PumpAsync(Stream output)
    {
        byte[] buffer = new byte[4096];
        int read;
        while ((read = await output.ReadAsync(buffer)) > 0)
        {
            _tail.Add(buffer.AsSpan(0, read));
            WriteLog(buffer.AsSpan(0, read));
        }
    }

    // A full disk must not stop the reading: the process would block on its own words. They stay in the tail.
    private void WriteLog(ReadOnlySpan<byte> output)
    {
        try
        {
            _log.Write(output);
        }
        catch (IOException cannot)
        {
            _tail.Add(Encoding.UTF8.GetBytes($"[log file: {cannot.Message}]\n"));
        }
    }
}
