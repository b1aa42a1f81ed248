using PoolTopology.Orchestrator.Events;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Orchestrator.Serve;

/// <summary>Tells of connections that were refused, but not of more than one in a few seconds: strangers decide how many come.</summary>
internal sealed class RefusedConnections(EventHub events, TimeProvider time)
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private long _untold;

    /// <summary>A connection was refused.</summary>
    public void Tell(string from, PeerRefusal refusal)
    {
        DateTimeOffset now = time.GetUtcNow();
        long untold;
        lock (_gate)
        {
            if (now < _next)
            {
                _untold++;
                return;
            }

            _next = now + AtMostEvery;
            (untold, _untold) = (_untold, 0);
        }

        events.Publish(new ConnectionRefused(now, from, refusal.Text, untold));
    }
}
