namespace PoolTopology.Node.Composition;

/// <summary>Waits for a task in the waiter's own context.</summary>
/// <remarks>
/// Task.WhenAny and Task.WaitAsync hear of a completion source on the thread pool, which is outside a simulated
/// scheduler; of an async method they hear where it ends. So what they are to wait for is wrapped in one.
/// </remarks>
internal static class Relay
{
    public static async Task Of(Task task) => await task;

    public static async Task<T> Of<T>(Task<T> task) => await task;
}
