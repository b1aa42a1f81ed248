using System.Diagnostics;

namespace PoolTopology.Machines.Support;

/// <summary>Programs, run to their end within a bound.</summary>
internal static class Commands
{
    /// <summary>Runs a program.</summary>
    /// <exception cref="TimeoutException">It does not end; it is killed.</exception>
    public static async Task<Finished> RunAsync(TimeSpan limit, string program, IEnumerable<string> arguments)
    {
        long begin = Stopwatch.GetTimestamp();
        using Process process = Start(program, arguments);
        process.StandardInput.Close();
        using CancellationTokenSource patience = new(limit);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
            Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new Finished(process.ExitCode, await output, await errors, Stopwatch.GetElapsedTime(begin));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', process.StartInfo.ArgumentList)} did not end within {limit}");
        }
    }

    /// <summary>Starts a program with all its streams in our hands.</summary>
    public static Process Start(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        // Machines end with this process, whatever ends it.
        start.Environment["MACHINES_OWNER"] = $"{Environment.ProcessId}";
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} was not started");
    }
}
