using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Rpc.Node.V1;
using PoolTopology.Rpc.Orchestrator.V1;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Cli.Printers;

public sealed class PeerRowsTests
{
    [Fact]
    public void Compare_wanted_and_seen_and_strangers()
    {
        Pool pool = SampleViews.OneRelayCutOff;
        pool.Nodes[1].Status.Peers.Add(new Peer { Address = "192.0.2.9:41234", State = Peer.Types.State.Warm, IsDownstream = true });
        string[] rows = [.. PeerRows.Compare(SamplePool.Design, pool).Select(row => string.Join(' ', PeerRows.Cells(row)).Trim())];
        Assert.Equal(
        [
            "bp relay-1 yes absent",
            "bp relay-2 yes absent",
            "relay-1 bp yes hot up 0.3",
            "relay-1 relay-2 yes absent",
            "relay-1 192.0.2.9:41234 no warm down",
            "relay-2 bp yes absent",
            "relay-2 relay-1 yes absent",
            "observer relay-1 yes hot up 0.3",
            "observer relay-2 yes cold   connection refused",
        ], rows);
    }

    [Fact]
    public void Compare_isolated_addresses_are_matched_by_name()
    {
        Pool pool = SampleViews.OneRelayCutOff;
        foreach (Node node in pool.Nodes)
            node.NodeAddress = node.NodeAddress.Replace("127.0.0.1", "10.77.0.1", StringComparison.Ordinal);
        foreach (Peer peer in pool.Nodes.SelectMany(node => node.Status.Peers))
            peer.Address = peer.Address.Replace("127.0.0.1", "10.77.0.1", StringComparison.Ordinal);
        Assert.Contains(PeerRows.Compare(SamplePool.Design, pool),
            row => row is { From: "relay-1", To: "bp", IsDesired: true, State: "hot", IsMissing: false });
    }
}
