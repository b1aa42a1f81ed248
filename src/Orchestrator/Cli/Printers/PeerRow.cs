namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>One connection, wanted or seen, from the side of one node.</summary>
/// <param name="From">The node.</param>
/// <param name="To">The other node's name, or its address where it is not one of ours.</param>
/// <param name="IsDesired">The topology file names it as a local root of the node.</param>
/// <param name="State">
/// "hot", "warm", "inbound" (it connected to us, and we do not follow it), "cold", or "absent" where the node does not
/// know the peer.
/// </param>
/// <param name="Direction">"both", "up" (we follow it), "down" (it follows us) or "".</param>
/// <param name="RttMs">Round trip of the last keep-alive, or null.</param>
/// <param name="Detail">Why it is not connected; empty where it is.</param>
internal sealed record PeerRow(
    string From, string To, bool IsDesired, string State, string Direction, double? RttMs, string Detail)
{
    /// <summary>Wanted and not connected from this side.</summary>
    public bool IsMissing => IsDesired && State is not ("hot" or "warm");
}
