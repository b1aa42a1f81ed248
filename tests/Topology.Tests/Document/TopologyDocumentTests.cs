using System.Net;
using PoolTopology.Topology.Document;
using Xunit;

namespace PoolTopology.Topology.Tests.Document;

public sealed class TopologyDocumentTests
{
    private readonly TopologyDocument _document = SampleTopologies.Document(SampleTopologies.Public);

    [Fact]
    public void EndPoints_join_the_machines_address_and_the_nodes_ports()
    {
        TopologyNode relay = Assert.IsType<RelayNode>(_document.FindNode("relay-2"));

        Assert.Equal(IPEndPoint.Parse("198.51.100.12:3002"), _document.EndPointOf(relay));
        Assert.Equal(IPEndPoint.Parse("198.51.100.12:12799"), _document.RpcEndPointOf(relay));
        Assert.Equal(IPEndPoint.Parse("198.51.100.12:12798"), _document.MetricsEndPointOf(relay));
    }

    [Fact]
    public void WithAddresses_replaces_what_is_named_and_keeps_the_rest()
    {
        TopologyDocument moved = _document.WithAddresses(new Dictionary<string, IPAddress> { ["vault"] = IPAddress.Parse("10.77.0.1") });

        Assert.Equal(["10.77.0.1", "203.0.113.11", "198.51.100.12", "192.0.2.40"], moved.Machines.Select(m => m.Address.ToString()));
        Assert.Equal(_document, moved.WithAddresses(new Dictionary<string, IPAddress> { ["vault"] = IPAddress.Parse("203.0.113.10") }));
    }

    [Fact]
    public void FollowedBy_is_the_named_relays_or_all_of_them()
    {
        ObserverNode observer = _document.Observers[0];

        Assert.Equal(["relay-2"], _document.FollowedBy(observer).Select(r => r.Name));
        Assert.Equal(["relay-1", "relay-2"], _document.FollowedBy(observer with { Follows = null }).Select(r => r.Name));
    }

    [Fact]
    public void MachineOf_node_of_another_document_is_refused()
    {
        ProducerNode stranger = new("x", "nowhere", 1, 2, 3, IsStandby: false);

        Assert.Throws<ArgumentException>(() => _document.MachineOf(stranger));
        Assert.Null(_document.FindNode("x"));
    }

    [Fact]
    public void Documents_of_equal_text_are_equal_and_of_different_text_are_not()
    {
        Assert.Equal(_document, SampleTopologies.Document(SampleTopologies.Public));
        Assert.Equal(_document.GetHashCode(), SampleTopologies.Document(SampleTopologies.Public).GetHashCode());
        Assert.NotEqual(_document, SampleTopologies.Document(SampleTopologies.PublicWith(("hold: 90s", "hold: 91s"))));
    }
}
