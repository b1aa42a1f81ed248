using System.Net;
using PoolTopology.Topology.Firewall;

namespace PoolTopology.Topology.Tests.Firewall;

/// <summary>A TCP or UDP packet as a chain sees it.</summary>
internal sealed record Packet(
    FirewallHook Hook, bool IsUdp, IPAddress Source, int SourcePort, IPAddress Destination, int DestinationPort,
    ConnectionState State = ConnectionState.New, bool IsReply = false);
