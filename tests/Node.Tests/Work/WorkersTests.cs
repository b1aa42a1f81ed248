using PoolTopology.Node.Work;
using Xunit;

namespace PoolTopology.Node.Tests.Work;

public sealed class WorkersTests
{
    public static TheoryData<string> Kinds => ["threads", "inline"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task RunAsync_gives_the_result(string kind)
    {
        IWorkers workers = Make(kind);
        Assert.Equal(42, await workers.RunAsync(() => 42));
        Dispose(workers);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task RunAsync_gives_the_failure_to_who_waits_and_works_on(string kind)
    {
        IWorkers workers = Make(kind);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(
            () => workers.RunAsync<int>(() => throw new InvalidTimeZoneException("a bug")));
        Assert.Equal(1, await workers.RunAsync(() => 1));
        Dispose(workers);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ForEach_does_every_piece_once(string kind)
    {
        IWorkers workers = Make(kind);
        foreach (int count in (int[])[0, 1, 2, 3, 1000])
        {
            int[] done = new int[count];
            workers.ForEach(count, piece => Interlocked.Increment(ref done[piece]));
            Assert.All(done, times => Assert.Equal(1, times));
        }
        Dispose(workers);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ForEach_throws_what_a_piece_threw(string kind)
    {
        IWorkers workers = Make(kind);
        Assert.Throws<InvalidTimeZoneException>(() => workers.ForEach(10, piece =>
        {
            if (piece == 7)
                throw new InvalidTimeZoneException("a bug");
        }));
        workers.ForEach(3, _ => { });
        Dispose(workers);
    }

    [Fact]
    public async Task ForEach_within_work_on_every_thread_comes_to_an_end()
    {
        using WorkerThreads workers = new(2);
        Task<int>[] all = [.. Enumerable.Range(0, 20).Select(_ => workers.RunAsync(() =>
        {
            int sum = 0;
            workers.ForEach(50, piece => Interlocked.Add(ref sum, piece));
            return sum;
        }))];
        Assert.All(await Task.WhenAll(all), sum => Assert.Equal(50 * 49 / 2, sum));
    }

    private static IWorkers Make(string kind) => kind == "threads" ? new WorkerThreads(3) : InlineWorkers.Instance;

    private static void Dispose(IWorkers workers) => (workers as IDisposable)?.Dispose();
}
