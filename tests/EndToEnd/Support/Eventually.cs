using System.Diagnostics;

namespace PoolTopology.EndToEnd.Support;

/// <summary>Waits for what no event announces.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until something is true.</summary>
    /// <remarks>Errors: TimeoutException that says what was waited for.</remarks>
    public static Task BeTrueAsync(string what, Func<bool> isTrue) =>
        BeTrueAsync(what, () => Task.FromResult(isTrue()));

    /// <summary>Waits until something is true.</summary>
    public static async Task BeTrueAsync(string what, Func<Task<bool>> isTrue)
    {
        long since = Stopwatch.GetTimestamp();
        while (!await isTrue())
        {
            if (Stopwatch.GetElapsedTime(since) > Limits.Event)
                throw new TimeoutException($"waited {Limits.Event} for: {what}");
            await Task.Delay(Pause);
        }
    }
}
