using System.Collections.Immutable;
using PoolTopology.Node.Forging;
using PoolTopology.Node.Health;
using V1 = PoolTopology.Rpc.Node.V1;

namespace PoolTopology.Node.Status;

/// <summary>Puts a producer's free windows into the message that it serves. Pure.</summary>
internal static class FreeWindowsMessage
{
    /// <summary>The message.</summary>
    /// <param name="windows">What the forging side knows.</param>
    /// <param name="health">
    /// Verdicts on all services: of a chain that is not the network's, nonce and schedule may be others.
    /// </param>
    public static V1.FreeWindows Of(FreeWindows windows, ImmutableArray<ServiceVerdict> health)
    {
        ServiceVerdict? notSynced = health.FirstOrDefault(
            verdict => verdict is { Service: HealthDecision.Synced, IsServing: false });
        return (windows, notSynced) switch
        {
            (FreeWindows.NeverForges, _) => new V1.FreeWindows
            {
                Knowledge = V1.FreeWindows.Types.Knowledge.NeverForges,
                Reason = "it has no keys",
            },
            (FreeWindows.Known, { } verdict) => Unknown($"the node is not synced: {verdict.Reason}"),
            (FreeWindows.Known known, null) => OfKnown(known),
            (FreeWindows.Unknown unknown, _) => Unknown(unknown.Reason),
            _ => Unknown("nobody has said anything"),
        };
    }

    private static V1.FreeWindows Unknown(string reason) =>
        new() { Knowledge = V1.FreeWindows.Types.Knowledge.Unknown, Reason = reason };

    private static V1.FreeWindows OfKnown(FreeWindows.Known known)
    {
        V1.FreeWindows message = new() { Knowledge = V1.FreeWindows.Types.Knowledge.Known };
        // Rounded inward: a window that is told a millisecond too short costs nothing.
        message.Windows.AddRange(known.Windows.Select(window => new V1.FreeWindow
        {
            FromUnixMs = window.From.AddTicks(TimeSpan.TicksPerMillisecond - 1).ToUnixTimeMilliseconds(),
            ToUnixMs = window.To.ToUnixTimeMilliseconds(),
        }));
        return message;
    }
}
