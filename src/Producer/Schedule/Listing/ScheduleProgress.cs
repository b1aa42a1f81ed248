using System.Globalization;

namespace PoolTopology.Producer.Schedule.Listing;

/// <summary>One line on a terminal that says how far a search is.</summary>
/// <param name="total">How many slots there are to look at.</param>
/// <param name="terminal">Where to write; null writes nothing.</param>
/// <param name="time">Keeps the line from changing faster than anybody reads.</param>
internal sealed class ScheduleProgress(ulong total, TextWriter? terminal, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private ulong _looked;
    private long _shown = time.GetTimestamp();
    private bool _isShown;

    /// <summary>Counts slots that were looked at; from any thread.</summary>
    public void Add(int slots)
    {
        if (terminal is null)
            return;
        lock (_lock)
        {
            _looked += (ulong)slots;
            if (time.GetElapsedTime(_shown) < Interval)
                return;
            _shown = time.GetTimestamp();
            _isShown = true;
            terminal.Write(string.Create(
                CultureInfo.InvariantCulture, $"\r{100 * _looked / total,3} %  {_looked} of {total} slots"));
            terminal.Flush();
        }
    }

    /// <summary>Takes the line away.</summary>
    public void End()
    {
        if (terminal is null || !_isShown)
            return;
        terminal.Write("\r" + new string(' ', 60) + "\r");
        terminal.Flush();
    }
}
