using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Locks;

/// <summary>The locks of all machines that an operation changes, under one token.</summary>
/// <remarks>
/// Each machine keeps its own lock and remembers the highest token that it has seen; so whoever takes over fences out
/// whoever was there before, also where that one only slept. The first by name is taken before all others, so that of two
/// operators one stops there; what was taken is given back where one is refused. A lock that a process of this state
/// directory on this computer left is taken over: the caller holds the directory's own lock, so that process is dead.
/// </remarks>
internal sealed class FleetLock : IAsyncDisposable
{
    private const uint TtlSeconds = 300;
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(TtlSeconds / 5.0);

    private readonly MachineSessions _sessions;
    private readonly string[] _machines;
    private readonly Func<AuditAnchor?> _anchor;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;

    private FleetLock(
        MachineSessions sessions, string[] machines, Fence fence, IReadOnlyList<(string Machine, Lease Lock)> takenOver,
        Func<AuditAnchor?> anchor, TimeProvider time)
    {
        _anchor = anchor;
        TakenOver = takenOver;
        _sessions = sessions;
        _machines = machines;
        Fence = fence;
        _renewing = RenewAsync(time, _stop.Token);
    }

    /// <summary>What every change carries.</summary>
    public Fence Fence { get; }

    /// <summary>Locks that a dead process had left, as they were; their tokens are fenced out.</summary>
    public IReadOnlyList<(string Machine, Lease Lock)> TakenOver { get; }

    /// <summary>Takes the locks.</summary>
    /// <param name="sessions">The machines.</param>
    /// <param name="machines">Whose locks.</param>
    /// <param name="holder">Who takes them. Pre: ends with <paramref name="place"/>.</param>
    /// <param name="place">Where all holders of this state directory on this computer end.</param>
    /// <param name="reason">For people.</param>
    /// <param name="anchor">Where the holder's audit log ends; the machines remember it.</param>
    /// <param name="time">The operator's clock.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="MachineException">Somebody else holds one, or a machine cannot be reached.</exception>
    public static async Task<FleetLock> AcquireAsync(
        MachineSessions sessions, IEnumerable<string> machines, string holder, string place, string reason, Func<AuditAnchor?> anchor,
        TimeProvider time, CancellationToken cancellation)
    {
        List<(string Machine, Lease Lock)> takenOver = [];
        string[] names = [.. machines.Order(StringComparer.Ordinal)];
        List<string> taken = [];
        ulong token = 1;
        try
        {
            foreach (string[] group in new[] { names[..Math.Min(1, names.Length)], names[Math.Min(1, names.Length)..] })
            {
                ulong atLeast = token;
                await Task.WhenAll(group.Select(async machine =>
                {
                    AcquireLock ask = new() { Holder = holder, Reason = reason, TtlSeconds = TtlSeconds, AtLeast = atLeast, Anchor = anchor() };
                    (Reply reply, Lease? left) = await TakeAsync(sessions, machine, ask, place, cancellation);
                    lock (taken)
                    {
                        if (left is not null)
                            takenOver.Add((machine, left));
                        token = Math.Max(token, reply.Lease.Token);
                        taken.Add(machine);
                    }
                }));
            }

            await Task.WhenAll(names.Select(machine => RenewAsync(sessions, machine, holder, token, cancellation)));
        }
        catch
        {
            foreach (string machine in taken)
                await GiveBackAsync(sessions, machine, holder, ulong.MaxValue >> 1, null);
            throw;
        }

        return new FleetLock(sessions, names, new Fence { Holder = holder, Token = token }, takenOver, anchor, time);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
        AuditAnchor? anchor = _anchor();
        await Task.WhenAll(_machines.Select(machine => GiveBackAsync(_sessions, machine, Fence.Holder, Fence.Token, anchor)));
        _stop.Dispose();
    }

    private static async Task<(Reply Reply, Lease? Left)> TakeAsync(
        MachineSessions sessions, string machine, AcquireLock ask, string place, CancellationToken cancellation)
    {
        try
        {
            return (await AskAsync(sessions, machine, new Request { AcquireLock = ask }, cancellation), null);
        }
        catch (MachineException held) when (held.Lock is { IsManual: false } left && left.Holder.EndsWith(place, StringComparison.Ordinal))
        {
            AcquireLock over = ask.Clone();
            over.BreakToken = left.Token;
            return (await AskAsync(sessions, machine, new Request { AcquireLock = over }, cancellation), left);
        }
    }

    private async Task RenewAsync(TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                await Task.Delay(RenewEvery, time, cancellation);
                await Task.WhenAll(_machines.Select(async machine =>
                {
                    try
                    {
                        await RenewAsync(_sessions, machine, Fence.Holder, Fence.Token, cancellation);
                    }
                    catch (MachineException)
                    {
                        // The lease runs out where it cannot be renewed; the machine itself refuses what comes too late.
                    }
                }));
            }
        }
        catch (OperationCanceledException)
        {
            // The operation is over.
        }
    }

    private static Task<Reply> RenewAsync(
        MachineSessions sessions, string machine, string holder, ulong token, CancellationToken cancellation) =>
        AskAsync(
            sessions, machine,
            new Request { RenewLock = new RenewLock { Holder = holder, Token = token, TtlSeconds = TtlSeconds } }, cancellation);

    private static async Task GiveBackAsync(
        MachineSessions sessions, string machine, string holder, ulong token, AuditAnchor? anchor)
    {
        try
        {
            await AskAsync(
                sessions, machine, new Request { ReleaseLock = new ReleaseLock { Holder = holder, Token = token, Anchor = anchor } },
                CancellationToken.None);
        }
        catch (MachineException)
        {
            // It runs out by itself.
        }
    }

    private static Task<Reply> AskAsync(
        MachineSessions sessions, string machine, Request request, CancellationToken cancellation) =>
        sessions.WithAsync(machine, agent => agent.AskAsync(request, cancellation), cancellation);
}
