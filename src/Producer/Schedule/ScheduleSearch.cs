using PoolTopology.Credentials.Keys;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Schedule;

/// <summary>Finds the own slots of a long stretch on several threads.</summary>
/// <remarks>
/// For a command that runs by itself; a running producer looks ahead with <see cref="ScheduleAhead"/>.
/// </remarks>
internal static class ScheduleSearch
{
    /// <summary>The most slots that one search takes: 23 epochs of mainnet.</summary>
    public const ulong SlotsMax = 10_000_000;

    // Some milliseconds of work: all threads end at nearly the same time.
    private const int ChunkSlots = 512;

    /// <summary>The own slots from <paramref name="first"/> on, in order.</summary>
    /// <param name="key">The pool's VRF key; several threads read it.</param>
    /// <param name="election">What decides.</param>
    /// <param name="first">Where to begin.</param>
    /// <param name="count">How many slots to look at, at most <see cref="SlotsMax"/>.</param>
    /// <param name="threads">How many threads to use, at least 1.</param>
    /// <param name="looked">Hears, on any of the threads, how many more slots have been looked at.</param>
    /// <param name="cancellation">Ends the search with an exception.</param>
    public static IReadOnlyList<Slot> Find(
        VrfSigningKey key,
        Election election,
        Slot first,
        ulong count,
        int threads,
        Action<int> looked,
        CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, SlotsMax);
        int chunks = (int)((count + ChunkSlots - 1) / ChunkSlots);
        List<Slot>[] found = new List<Slot>[chunks];
        ParallelOptions options = new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, chunks, options, chunk =>
        {
            ulong offset = (ulong)chunk * ChunkSlots;
            int slots = (int)Math.Min(ChunkSlots, count - offset);
            List<Slot> own = [];
            election.FindOwn(key, new Slot(checked(first.Value + offset)), slots, own);
            found[chunk] = own;
            looked(slots);
        });
        return [.. found.SelectMany(own => own)];
    }
}
