using System.Net;

namespace PoolTopology.Network.Peers;

/// <summary>An order of addresses and ports, so that what iterates over peers always does so alike.</summary>
internal sealed class PeerOrder : IComparer<IPEndPoint>
{
    public static PeerOrder Instance { get; } = new();

    public int Compare(IPEndPoint? x, IPEndPoint? y)
    {
        if (x is null || y is null)
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        int order = x.AddressFamily.CompareTo(y.AddressFamily);
        if (order == 0)
            order = x.Address.GetAddressBytes().AsSpan().SequenceCompareTo(y.Address.GetAddressBytes());
        if (order == 0 && x.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)
            order = x.Address.ScopeId.CompareTo(y.Address.ScopeId);
        return order != 0 ? order : x.Port.CompareTo(y.Port);
    }
}
