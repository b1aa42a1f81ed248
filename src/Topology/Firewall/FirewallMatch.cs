using System.Globalization;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Firewall;

/// <summary>One condition of a firewall rule; a rule matches when all of its conditions do.</summary>
public abstract record FirewallMatch
{
    private FirewallMatch()
    {
    }

    /// <summary>The condition in nft's words.</summary>
    public abstract string ToNft();

    private static string Ip(IpFamily family) => family == IpFamily.V4 ? "ip" : "ip6";

    private static string Icmp(IpFamily family) => family == IpFamily.V4 ? "icmp" : "icmpv6";

    /// <summary>The packet stays on the machine.</summary>
    /// <param name="Hook">Which way it is looked at.</param>
    public sealed record Loopback(FirewallHook Hook) : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() => Hook == FirewallHook.Output ? "oif \"lo\"" : "iif \"lo\"";
    }

    /// <summary>The sender is in a set.</summary>
    public sealed record SourceIn(IpFamily Family, string SetName) : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() => $"{Ip(Family)} saddr @{SetName}";
    }

    /// <summary>The packet is of this family and its sender is not in a set.</summary>
    public sealed record SourceNotIn(IpFamily Family, string SetName) : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() => $"{Ip(Family)} saddr != @{SetName}";
    }

    /// <summary>The receiver is in a set.</summary>
    public sealed record DestinationIn(IpFamily Family, string SetName) : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() => $"{Ip(Family)} daddr @{SetName}";
    }

    /// <summary>The sender and its TCP port are in a set of pairs.</summary>
    public sealed record SourceEndPointIn(IpFamily Family, string SetName) : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() => $"{Ip(Family)} saddr . tcp sport @{SetName}";
    }

    /// <summary>The receiver and its TCP port are in a set of pairs.</summary>
    public sealed record DestinationEndPointIn(IpFamily Family, string SetName) : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() => $"{Ip(Family)} daddr . tcp dport @{SetName}";
    }

    /// <summary>The packet goes to one of these TCP ports.</summary>
    public sealed record TcpTo(ValueList<int> Ports) : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() => $"tcp dport {PortList(Ports)}";
    }

    /// <summary>The packet comes from one of these TCP ports.</summary>
    public sealed record TcpFrom(ValueList<int> Ports) : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() => $"tcp sport {PortList(Ports)}";
    }

    /// <summary>The packet goes to this UDP port.</summary>
    public sealed record UdpTo(int Port) : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() => string.Create(CultureInfo.InvariantCulture, $"udp dport {Port}");
    }

    /// <summary>The packet comes from this UDP port.</summary>
    public sealed record UdpFrom(int Port) : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() => string.Create(CultureInfo.InvariantCulture, $"udp sport {Port}");
    }

    /// <summary>The packet is an ICMP message of one of these types.</summary>
    public sealed record IcmpIn(IpFamily Family, ValueList<string> Types) : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() => Types.Count == 1
            ? $"{Icmp(Family)} type {Types[0]}"
            : $"{Icmp(Family)} type {{ {string.Join(", ", Types)} }}";
    }

    /// <summary>The IPv6 packet comes from a neighbour, not through a router.</summary>
    public sealed record FromNeighbour : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() => "ip6 hoplimit 255";
    }

    /// <summary>The connection is in one of these states.</summary>
    public sealed record InState(ValueList<ConnectionState> States) : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() =>
            $"ct state {string.Join(',', States.Select(state => state.ToString().ToLowerInvariant()))}";
    }

    /// <summary>The packet answers one that opened the connection.</summary>
    public sealed record IsReply : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() => "ct direction reply";
    }

    /// <summary>The sender opens connections faster than the set allows.</summary>
    /// <remarks>A full set matches nothing: further sources are then not limited, and nobody is locked out.</remarks>
    public sealed record OverRate(IpFamily Family, string SetName) : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() => string.Create(CultureInfo.InvariantCulture,
            $"add @{SetName} {{ {SourceKey(Family)} limit rate over {Limit} }}");

        private static string Limit => string.Create(CultureInfo.InvariantCulture,
            $"{SourceLimits.NewPerMinute}/minute burst {SourceLimits.Burst} packets");
    }

    /// <summary>The sender holds more connections than the set allows.</summary>
    /// <remarks>A full set matches nothing: further sources are then not limited, and nobody is locked out.</remarks>
    public sealed record OverConnections(IpFamily Family, string SetName) : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() => string.Create(CultureInfo.InvariantCulture,
            $"add @{SetName} {{ {SourceKey(Family)} ct count over {SourceLimits.Connections} }}");
    }

    /// <summary>Fewer than this many packets per second matched before.</summary>
    public sealed record AtMostPerSecond(int Packets) : FirewallMatch
    {
        /// <inheritdoc/>
        public override string ToNft() => string.Create(CultureInfo.InvariantCulture, $"limit rate {Packets}/second");
    }

    /// <summary>One IPv6 customer has a whole /64, so that is what counts as one source.</summary>
    private static string SourceKey(IpFamily family) =>
        family == IpFamily.V4 ? "ip saddr" : "ip6 saddr & ffff:ffff:ffff:ffff::";

    private static string PortList(ValueList<int> ports)
    {
        string list = string.Join(", ", ports.Select(port => port.ToString(CultureInfo.InvariantCulture)));
        return ports.Count == 1 ? list : $"{{ {list} }}";
    }
}
