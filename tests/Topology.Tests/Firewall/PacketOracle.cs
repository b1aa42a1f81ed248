using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PoolTopology.Topology.Firewall;

namespace PoolTopology.Topology.Tests.Firewall;

/// <summary>Asks the rules of a set about one packet, in order, as the kernel does; floods and loopback are left out.</summary>
internal static class PacketOracle
{
    public static bool Accepts(FirewallRuleSet rules, Packet packet)
    {
        FirewallChain? chain = rules.Chains.SingleOrDefault(chain => chain.Hook == packet.Hook);
        if (chain is null)
            return true;
        FirewallRule? decisive = chain.Rules.FirstOrDefault(rule =>
            rule.Verdict is FirewallVerdict.Accept or FirewallVerdict.Drop or FirewallVerdict.Reset
            && rule.Matches.All(match => Matches(match, packet, rules)));
        return decisive?.Verdict == FirewallVerdict.Accept;
    }

    private static bool Matches(FirewallMatch match, Packet packet, FirewallRuleSet rules) => match switch
    {
        FirewallMatch.SourceIn m => Is(m.Family, packet.Source) && Contains(rules, m.SetName, packet.Source, packet.SourcePort),
        FirewallMatch.SourceNotIn m => Is(m.Family, packet.Source) && !Contains(rules, m.SetName, packet.Source, packet.SourcePort),
        FirewallMatch.DestinationIn m => Is(m.Family, packet.Destination) && Contains(rules, m.SetName, packet.Destination, packet.DestinationPort),
        FirewallMatch.SourceEndPointIn m => !packet.IsUdp && Is(m.Family, packet.Source) && Contains(rules, m.SetName, packet.Source, packet.SourcePort),
        FirewallMatch.DestinationEndPointIn m => !packet.IsUdp && Is(m.Family, packet.Destination) && Contains(rules, m.SetName, packet.Destination, packet.DestinationPort),
        FirewallMatch.TcpTo m => !packet.IsUdp && m.Ports.Contains(packet.DestinationPort),
        FirewallMatch.TcpFrom m => !packet.IsUdp && m.Ports.Contains(packet.SourcePort),
        FirewallMatch.UdpTo m => packet.IsUdp && m.Port == packet.DestinationPort,
        FirewallMatch.UdpFrom m => packet.IsUdp && m.Port == packet.SourcePort,
        FirewallMatch.InState m => m.States.Contains(packet.State),
        FirewallMatch.IsReply => packet.IsReply,
        FirewallMatch.AtMostPerSecond => true,
        FirewallMatch.Loopback or FirewallMatch.IcmpIn or FirewallMatch.FromNeighbour or FirewallMatch.OverRate or FirewallMatch.OverConnections => false,
        _ => throw new InvalidOperationException(match.ToString()),
    };

    private static bool Contains(FirewallRuleSet rules, string setName, IPAddress address, int port)
    {
        FirewallSet set = rules.Sets.Single(set => set.Name == setName);
        return set.Kind switch
        {
            FirewallSetKind.Hosts => set.Elements.Contains(address.ToString()),
            FirewallSetKind.Networks => set.Elements.Any(network => IPNetwork.Parse(network).Contains(address)),
            FirewallSetKind.EndPoints => set.Elements.Contains(string.Create(CultureInfo.InvariantCulture, $"{address} . {port}")),
            _ => throw new InvalidOperationException(set.Kind.ToString()),
        };
    }

    private static bool Is(IpFamily family, IPAddress address) => family == IpFamily.V4 == (address.AddressFamily == AddressFamily.InterNetwork);
}
