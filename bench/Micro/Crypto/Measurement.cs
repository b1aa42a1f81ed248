using System.Diagnostics;

namespace PoolTopology.Micro.Crypto;

/// <summary>Times operations in turns, so that a busy moment of the machine hits all of them alike.</summary>
internal static class Measurement
{
    // Many short batches: on a shared machine some of them run undisturbed.
    private const int Rounds = 400;
    private static readonly TimeSpan BatchTime = TimeSpan.FromMilliseconds(0.4);

    /// <summary>
    /// One operation; the action runs it the given number of times, a multiple of <paramref name="Together"/>.
    /// </summary>
    internal sealed record Operation(string Name, Action<int> Run, int Together = 1);

    /// <summary>Microseconds per operation: the fastest batch and the middle one.</summary>
    internal sealed record Result(string Name, double Best, double Median, double AllocatedBytes);

    internal static IReadOnlyList<Result> Measure(IReadOnlyList<Operation> operations)
    {
        int[] counts = [.. operations.Select(WarmUp)];
        double[][] times = [.. operations.Select(_ => new double[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < operations.Count; i++)
            {
                long start = Stopwatch.GetTimestamp();
                operations[i].Run(counts[i]);
                times[i][round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / counts[i];
            }
        }
        return [.. operations.Select((operation, i) => ToResult(operation, counts[i], times[i]))];
    }

    // Runs until the code is fully compiled, then chooses how many operations make a batch.
    private static int WarmUp(Operation operation)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromMilliseconds(400))
            operation.Run(operation.Together);
        TimeSpan fastest = TimeSpan.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            start = Stopwatch.GetTimestamp();
            operation.Run(operation.Together);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            fastest = elapsed < fastest ? elapsed : fastest;
        }
        return operation.Together * Math.Max(1, (int)(BatchTime / fastest));
    }

    private static Result ToResult(Operation operation, int count, double[] times)
    {
        Array.Sort(times);
        long before = GC.GetAllocatedBytesForCurrentThread();
        operation.Run(count);
        double allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)count;
        return new Result(operation.Name, times[0], times[times.Length / 2], allocated);
    }
}
