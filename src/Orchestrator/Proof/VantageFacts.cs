using System.Collections.Immutable;
using System.Net;
using PoolTopology.Orchestrator.Probe;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>How a place is connected.</summary>
/// <param name="Addresses">Its IP addresses, also those that the system gave by itself.</param>
/// <param name="Routes">The ways to the addresses that were asked about; those without one are left out.</param>
/// <param name="ClientAddress">This computer's address as the place sees it; empty where nobody knows.</param>
internal sealed record VantageFacts(
    ImmutableArray<string> Addresses, ImmutableArray<CableRoute> Routes, string ClientAddress)
{
    /// <summary>The way to an address, or null.</summary>
    public CableRoute? RouteTo(string address) => Routes.FirstOrDefault(route => route.Target == address);

    /// <summary>Its addresses of a family, those that are valid everywhere first.</summary>
    public IEnumerable<string> AddressesOf(IpFamily family) => Addresses
        .Select(IPAddress.Parse)
        .Where(address => AddressSets.FamilyOf(address) == family)
        .OrderBy(address => address.IsIPv6LinkLocal)
        .Select(address => address.ToString());
}
