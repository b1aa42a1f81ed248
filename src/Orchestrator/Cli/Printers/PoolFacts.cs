using System.Globalization;
using PoolTopology.Rpc.Node.V1;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>What a view of a pool shows, computed from the orchestrator's message. Pure.</summary>
internal static class PoolFacts
{
    /// <summary>The status that knows the latest slot, or null before any report.</summary>
    public static Status? Latest(Pool pool) =>
        pool.Nodes.Where(node => node.Attached).Select(node => node.Status).Where(status => status is not null)
            .MaxBy(status => status.CurrentSlot);

    /// <summary>The highest block number among the tips, or null where there is none.</summary>
    public static ulong? HighestBlock(Pool pool) =>
        pool.Nodes.Select(TipOf).Where(tip => tip is not null).Select(tip => (ulong?)tip!.BlockNo).Max();

    /// <summary>A node's tip, or null where it has none.</summary>
    public static Tip? TipOf(Node node) => node.Status?.Tip is { HasSlot: true } tip ? tip : null;

    /// <summary>The forging state of the producer that forges, or null.</summary>
    public static Forging? ForgingOf(Pool pool) =>
        pool.Nodes.Select(node => node.Status?.Forging).FirstOrDefault(forging => forging is not null);

    /// <summary>Whether every node is attached and serves.</summary>
    public static bool IsHealthy(Pool pool) => pool.Nodes.All(IsHealthy);

    /// <summary>Whether a node is attached and serves.</summary>
    public static bool IsHealthy(Node node) => node.Attached && Overall(node) is { Serving: true };

    /// <summary>A node's health in words: what it says, and the reason of the first service that does not serve.</summary>
    public static string Health(Node node)
    {
        if (!node.Attached)
            return node.Status is null ? "not attached yet" : "not attached";
        if (Overall(node) is not { } overall)
            return "no report yet";
        if (overall.Serving)
            return "healthy";
        ServiceHealth cause = node.Status.Health.FirstOrDefault(one => one.Service.Length > 0 && !one.Serving) ?? overall;
        return cause.Service.Length == 0 ? cause.Reason : $"{cause.Service}: {cause.Reason}";
    }

    /// <summary>How many blocks a node is behind the highest tip, in words.</summary>
    public static string Lag(Pool pool, Node node)
    {
        if (TipOf(node) is not { } tip || HighestBlock(pool) is not { } highest)
            return "-";
        return (highest - tip.BlockNo).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>How many peers a node has in each state: hot, warm, cold.</summary>
    public static string Peers(Node node)
    {
        if (node.Status is not { } status)
            return "-";
        int hot = status.Peers.Count(peer => peer.State == Peer.Types.State.Hot);
        int warm = status.Peers.Count(peer => peer.State == Peer.Types.State.Warm);
        int cold = status.Peers.Count(peer => peer.State == Peer.Types.State.Cold);
        return string.Create(CultureInfo.InvariantCulture, $"{hot}/{warm}/{cold}");
    }

    /// <summary>A node's tip in words.</summary>
    public static string TipText(Node node) => TipOf(node) is { } tip
        ? string.Create(CultureInfo.InvariantCulture, $"{tip.BlockNo} in slot {tip.Slot}")
        : "none";

    /// <summary>Whether a connection between two nodes is up, as either of them sees it.</summary>
    public static bool AreConnected(Node one, Node other) => Sees(one, other) || Sees(other, one);

    private static bool Sees(Node from, Node to) => from.Attached && from.Status is { } status
        && status.Peers.Any(peer => peer.Address == to.NodeAddress && peer.State != Peer.Types.State.Cold);

    private static ServiceHealth? Overall(Node node) => node.Status?.Health.FirstOrDefault(one => one.Service.Length == 0);
}
