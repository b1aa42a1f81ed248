using System.Net;

namespace PoolTopology.Topology.Document;

/// <summary>Who may reach the machines' own services.</summary>
/// <param name="Manage">Networks that may use SSH and gRPC.</param>
/// <param name="Scrape">Networks that may read metrics.</param>
/// <param name="TimeServers">NTP servers that a producer may ask; its other outgoing traffic is refused.</param>
public sealed record AccessPolicy(
    ValueList<IPNetwork> Manage, ValueList<IPNetwork> Scrape, ValueList<IPAddress> TimeServers)
{
    /// <summary>Nobody.</summary>
    public static readonly AccessPolicy Default = new([], [], []);
}
