using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Proof;

/// <summary>Somebody on the network, as the topology knows them.</summary>
/// <param name="Name">A machine's name, a key of <c>access</c>, or <see cref="Parties.Strangers"/>.</param>
/// <param name="V4">Their IPv4 addresses.</param>
/// <param name="V6">Their IPv6 addresses.</param>
public sealed record Party(string Name, FieldSet V4, FieldSet V6)
{
    /// <summary>Their addresses of a family.</summary>
    public FieldSet AddressesOf(IpFamily family) => family == IpFamily.V4 ? V4 : V6;
}
