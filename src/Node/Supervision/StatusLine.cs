using System.Globalization;
using PoolTopology.Node.Health;
using PoolTopology.Node.Status;
using V1 = PoolTopology.Rpc.Node.V1;

namespace PoolTopology.Node.Supervision;

/// <summary>Keeps the line that people read in <c>systemctl status</c>.</summary>
internal sealed class StatusLine(IServiceManager manager, StatusCell cell, TimeProvider time)
{
    /// <summary>The longest that a change stays unsaid.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private string _last = "";

    /// <summary>Tells changes until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(Interval, time);
        do
        {
            string line = Of(cell.Latest);
            if (line != _last)
                manager.Tell(ServiceMessage.Status(line));
            _last = line;
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    /// <summary>The line: where the chain is, and what is wrong if anything is.</summary>
    public static string Of(V1.Status status)
    {
        string trouble = status.Health.FirstOrDefault(health => health.Service == HealthDecision.Overall && !health.Serving)?.Reason ?? "";
        string tip = status.Tip is { HasSlot: true } at
            ? string.Create(CultureInfo.InvariantCulture, $"block {at.BlockNo} in slot {at.Slot}")
            : "an empty chain";
        int connected = status.Peers.Count(peer => peer.State != V1.Peer.Types.State.Cold);
        string line = string.Create(CultureInfo.InvariantCulture, $"at {tip}, {connected} peers");
        return trouble.Length == 0 ? line : $"{line}; {trouble}";
    }
}
