using System.Diagnostics;

namespace PoolTopology.Machines.Support;

/// <summary>Waits for what a running pool does by itself.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Looks again and again until what is seen is good.</summary>
    /// <exception cref="TimeoutException">It never was; says what was seen last.</exception>
    public static async Task<T> SeeAsync<T>(string what, Func<Task<T>> look, Func<T, bool> isGood)
    {
        long begin = Stopwatch.GetTimestamp();
        while (true)
        {
            T seen = await look();
            if (isGood(seen))
                return seen;
            if (Stopwatch.GetElapsedTime(begin) > Limits.Event)
                throw new TimeoutException($"waited {Limits.Event.TotalSeconds} s for {what}; last seen: {seen}");
            await Task.Delay(Pause);
        }
    }
}
