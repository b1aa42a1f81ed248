using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.State;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Serve;

/// <summary>Keeps what happens, and hands it to whoever watches: from the disk, so that nobody's slowness costs memory.</summary>
/// <remarks>
/// What happens while a write is under way is written together, up to <see cref="BatchEvents"/> at a time. A watcher holds
/// one batch; what it asked for and is forgotten already comes as one events_lost.
/// </remarks>
internal sealed class EventKeeper(StateDatabase database, TimeProvider time) : IEventStream
{
    /// <summary>Events written, or read for a watcher, at once.</summary>
    public const int BatchEvents = 256;

    private readonly EventTable _table = new(database);
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Keeps everything that is published, until the hub is complete.</summary>
    public async Task RunAsync(EventSubscription subscription)
    {
        List<PoolEvent> batch = [];
        await foreach (PoolEvent happened in subscription.ReadAllAsync(CancellationToken.None))
        {
            batch.Add(happened);
            if (batch.Count < BatchEvents && subscription.HasMore)
                continue;
            Keep(batch);
            batch.Clear();
        }
    }

    public async IAsyncEnumerable<Event> WatchAsync(ulong? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long latest = _table.Latest();
        if (after > (ulong)latest)
            throw new RpcException(RpcStatusCode.OutOfRange, $"there is no event {after} yet: the last one is {latest}");
        long seen = (long?)after ?? latest;
        while (true)
        {
            Task more = Volatile.Read(ref _more).Task;
            long lost = _table.LostAfter(seen);
            if (lost > 0)
            {
                seen += lost;
                yield return PoolMessages.ToMessage(new EventsLost(time.GetUtcNow(), lost));
            }

            IReadOnlyList<KeptEvent> batch = _table.After(seen, BatchEvents);
            foreach (KeptEvent one in batch)
            {
                yield return PoolMessages.ToMessage(one);
                seen = one.Sequence;
            }

            if (batch.Count == 0)
                await more.WaitAsync(cancellation);
        }
    }

    private void Keep(List<PoolEvent> batch)
    {
        _table.Append(
            [.. batch.Select(one => new KeptEvent(0, EventJson.Iso(one.At), one.Type, one.Node ?? "", EventJson.Fields(one)))],
            connection =>
            {
                foreach (PoolEvent one in batch)
                    KeepAttachment(connection, one);
            });
        TaskCompletionSource told = Interlocked.Exchange(ref _more, new(TaskCreationOptions.RunContinuationsAsynchronously));
        told.SetResult();
    }

    private static void KeepAttachment(SqliteConnection connection, PoolEvent happened)
    {
        (string Node, bool IsAttached, string Version)? change = happened switch
        {
            NodeAttached attached => (attached.Name, true, attached.Version),
            NodeDetached detached => (detached.Name, false, ""),
            _ => null,
        };
        if (change is not { } now)
            return;
        connection.Command(
            """
            INSERT INTO nodes(name, is_attached, since, version) VALUES(?1, ?2, ?3, ?4)
            ON CONFLICT(name) DO UPDATE SET is_attached=?2, since=?3, version=CASE WHEN ?4='' THEN version ELSE ?4 END
            """,
            now.Node, now.IsAttached ? 1 : 0, happened.At.ToUnixTimeMilliseconds(), now.Version).ExecuteNonQuery();
    }
}
