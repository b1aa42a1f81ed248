using PoolTopology.Network.Peers;
using PoolTopology.Node.Peers;
using PoolTopology.Topology.PeerFiles;
using Xunit;

namespace PoolTopology.Node.Tests.Peers;

public sealed class PeerFileTargetsTests
{
    private const string File = """
        { "bootstrapPeers": [ { "address": "backbone.example", "port": 3001 } ],
          "localRoots": [
            { "accessPoints": [ { "address": "10.0.0.1", "port": 3001 }, { "address": "10.0.0.2", "port": 3002 } ],
              "hotValency": 1, "warmValency": 2, "trustable": true },
            { "accessPoints": [ { "address": "10.0.0.9", "port": 3001 } ], "hotValency": 1, "behindFirewall": true },
            { "accessPoints": [ { "address": "srv.example" } ], "hotValency": 1 } ],
          "publicRoots": [ { "accessPoints": [ { "address": "10.0.0.3", "port": 3001 } ] } ] }
        """;

    private static readonly PeerTargets Targets = PeerFileTargets.Of(PeerFile.Parse(File).File!);

    [Fact]
    public void Local_roots_keep_their_valencies_and_trust()
    {
        PeerGroup group = Targets.Groups[0];
        Assert.Equal(["10.0.0.1:3001", "10.0.0.2:3002"], group.AccessPoints.Select(point => point.ToString()));
        Assert.Equal((1, 2, true, true), (group.HotValency, group.WarmValency, group.IsLocalRoot, group.IsTrustable));
    }

    [Fact]
    public void Peers_behind_a_firewall_are_not_dialled() =>
        Assert.DoesNotContain(Targets.Groups, group => group.AccessPoints.Any(point => point.Host == "10.0.0.9"));

    [Fact]
    public void Names_without_a_port_are_not_dialled() =>
        Assert.DoesNotContain(Targets.Groups, group => group.AccessPoints.Any(point => point.Host == "srv.example"));

    [Fact]
    public void Bootstrap_peers_are_trusted_and_public_roots_are_not()
    {
        Assert.True(Targets.Groups.Single(group => group.AccessPoints.Any(p => p.Host == "backbone.example")).IsTrustable);
        PeerGroup publicRoots = Targets.Groups.Single(group => group.AccessPoints.Any(p => p.Host == "10.0.0.3"));
        Assert.False(publicRoots.IsTrustable);
        Assert.False(publicRoots.IsLocalRoot);
    }

    [Fact]
    public void Empty_file_wants_nobody() =>
        Assert.Empty(PeerFileTargets.Of(PeerFile.Parse("""{ "localRoots": [], "publicRoots": [] }""").File!).Groups);
}
