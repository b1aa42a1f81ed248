using System.Collections.Immutable;
using PoolTopology.Network.Peers;
using PoolTopology.Topology.PeerFiles;

namespace PoolTopology.Node.Peers;

/// <summary>Turns a peer file into what the network layer wants. Pure.</summary>
/// <remarks>
/// Local roots first, so that an address that also stands elsewhere counts as the operator's own. Groups behind a
/// firewall are awaited, never dialled, so they are no targets: such peers are followed on the connection that they
/// open. SRV records, ledger peers and peer snapshots are not used yet.
/// </remarks>
public static class PeerFileTargets
{
    private const int BootstrapHotMax = 5;

    /// <summary>The targets of a peer file.</summary>
    public static PeerTargets Of(PeerFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        ImmutableArray<PeerGroup>.Builder groups = ImmutableArray.CreateBuilder<PeerGroup>();
        foreach (LocalRootGroup group in file.LocalRoots.Where(group => !group.IsBehindFirewall))
        {
            groups.Add(new PeerGroup(
                Dialable(group.AccessPoints), group.HotValency, group.WarmValency, IsLocalRoot: true, group.IsTrustable));
        }
        AddPublic(groups, [.. file.BootstrapPeers ?? []], isTrustable: true);
        AddPublic(groups, [.. file.PublicRoots.SelectMany(root => root.AccessPoints)], isTrustable: false);
        return new PeerTargets(groups.ToImmutable());
    }

    private static void AddPublic(
        ImmutableArray<PeerGroup>.Builder groups, IReadOnlyList<Topology.PeerFiles.AccessPoint> points, bool isTrustable)
    {
        ImmutableArray<Network.Peers.AccessPoint> dialable = Dialable(points);
        if (dialable.IsEmpty)
            return;
        int wanted = Math.Min(dialable.Length, BootstrapHotMax);
        groups.Add(new PeerGroup(dialable, wanted, wanted, IsLocalRoot: false, isTrustable));
    }

    private static ImmutableArray<Network.Peers.AccessPoint> Dialable(
        IEnumerable<Topology.PeerFiles.AccessPoint> points) =>
        [.. points.Where(point => point.Port is > 0)
            .Select(point => new Network.Peers.AccessPoint(point.Address, (ushort)point.Port!.Value))];
}
