using System.Net;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using Xunit;

namespace PoolTopology.Topology.Tests.Firewall;

/// <summary>The rules of random pools say what the file means, packet by packet, and a broken rule set does not.</summary>
public sealed class FirewallMeaningTests
{
    private static readonly IPAddress[] Strangers =
    [
        IPAddress.Parse("198.51.100.7"), IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.200"), IPAddress.Parse("10.77.0.200"),
        IPAddress.Parse("192.0.2.123"), IPAddress.Parse("2001:db8::7"), IPAddress.Parse("fd77::99"), IPAddress.Parse("fd77::aa"),
    ];

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void Rules_of_random_pools_agree_with_the_meaning_of_the_file(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < 150; round++)
        {
            TopologyDocument document = RandomTopologies.Next(random);
            foreach (Machine machine in document.Machines)
            {
                FirewallRuleSet rules = FirewallDerivation.For(document, machine.Name);
                Assert.True(FirstSurprise(document, machine, rules) is not { } packet, $"seed {seed} round {round}: {machine.Name}: {FirstSurprise(document, machine, rules)}");
            }
        }
    }

    [Theory]
    [InlineData("vault")]
    [InlineData("edge-1")]
    [InlineData("watch")]
    public void Rule_set_without_one_of_its_rules_or_with_a_stranger_in_a_set_is_caught(string name)
    {
        TopologyDocument document = SampleTopologies.Document(SampleTopologies.PublicWith(("[192.0.2.8/32]", "[192.0.2.8/32, 2001:db8:6::/64]"), ("[192.0.2.123]", "[192.0.2.123, 2001:db8::123]")))
            .WithAddresses(new Dictionary<string, IPAddress> { ["edge-2"] = IPAddress.Parse("2001:db8::12") });
        Machine machine = document.FindMachine(name)!; // A machine of the sample.
        FirewallRuleSet rules = FirewallDerivation.For(document, name);
        Assert.Null(FirstSurprise(document, machine, rules));

        (string What, FirewallRuleSet Rules)[] mutants = [.. Mutants(rules)];
        string[] missed = [.. mutants.Where(mutant => FirstSurprise(document, machine, mutant.Rules) is null).Select(mutant => mutant.What)];

        Assert.InRange(mutants.Length, 6, 100);
        Assert.Empty(missed);
    }

    private static IEnumerable<(string What, FirewallRuleSet Rules)> Mutants(FirewallRuleSet rules)
    {
        bool isHidden = rules.Chains.Count > 1;
        foreach (FirewallChain chain in rules.Chains)
        {
            foreach (FirewallRule rule in chain.Rules.Where(IsAboutPorts))
                yield return ($"without {rule}", Replace(rules, chain, chain with { Rules = chain.Rules.Where(other => other != rule).ToValueList() }));
        }
        foreach (FirewallSet set in rules.Sets.Where(set => set.Kind is FirewallSetKind.Hosts or FirewallSetKind.Networks && set.BaseName != "members"))
        {
            string stranger = (set.Family == IpFamily.V4 ? Strangers[0] : Strangers[5]) + (set.Kind == FirewallSetKind.Networks ? (set.Family == IpFamily.V4 ? "/32" : "/128") : "");
            yield return ($"stranger in {set.Name}", rules with { Sets = rules.Sets.Select(other => other == set ? set with { Elements = [.. set.Elements, stranger] } : other).ToValueList() });
        }
        if (!isHidden)
            yield break;
        yield return ("no output chain", rules with { Chains = [rules.Chains[0]] });
    }

    /// <summary>
    /// Rules whose absence must show. Not: ICMP and logging; a drop that the policy repeats; the exemption of members,
    /// which only matters in a flood; the drop of invalid packets.
    /// </summary>
    private static bool IsAboutPorts(FirewallRule rule) =>
        rule.Matches.Any(match => match is FirewallMatch.TcpTo or FirewallMatch.TcpFrom or FirewallMatch.UdpTo or FirewallMatch.UdpFrom
            or FirewallMatch.SourceEndPointIn or FirewallMatch.DestinationEndPointIn)
        && !rule.Matches.Any(match => match is FirewallMatch.OverRate or FirewallMatch.OverConnections or FirewallMatch.SourceIn { SetName: "members4" or "members6" })
        && rule.Verdict != FirewallVerdict.Drop;

    private static FirewallRuleSet Replace(FirewallRuleSet rules, FirewallChain old, FirewallChain replacement) =>
        rules with { Chains = rules.Chains.Select(chain => chain == old ? replacement : chain).ToValueList() };

    /// <summary>A packet that the rules treat otherwise than the file means, or null.</summary>
    private static Packet? FirstSurprise(TopologyDocument document, Machine machine, FirewallRuleSet rules) =>
        Packets(document, machine).FirstOrDefault(packet => PacketOracle.Accepts(rules, packet) != IsMeant(document, machine, packet));

    private static IEnumerable<Packet> Packets(TopologyDocument document, Machine machine)
    {
        IPAddress own = machine.Address;
        IPAddress[] others = [.. document.Machines.Where(other => other != machine).Select(other => other.Address).Concat(Strangers).Concat(document.Access.TimeServers)
            .Concat(document.Access.Manage.Concat(document.Access.Scrape).Select(network => network.BaseAddress)).Distinct()];
        int[] ports = [.. document.Nodes.SelectMany(node => new[] { node.Port, node.RpcPort, node.MetricsPort }).Append(machine.Ssh.Port)
            .SelectMany(port => new[] { port, port + 1 }).Append(123).Distinct()];
        const int client = 50_000;
        foreach (IPAddress other in others)
        {
            foreach (int port in ports)
            {
                foreach (ConnectionState state in (ConnectionState[])[ConnectionState.New, ConnectionState.Established])
                {
                    yield return new Packet(FirewallHook.Input, IsUdp: false, other, client, own, port, state);
                    yield return new Packet(FirewallHook.Output, IsUdp: false, own, client, other, port, state);
                    yield return new Packet(FirewallHook.Output, IsUdp: true, own, client, other, port, state);
                }
                yield return new Packet(FirewallHook.Input, IsUdp: false, other, port, own, client, ConnectionState.Established, IsReply: true);
                yield return new Packet(FirewallHook.Input, IsUdp: true, other, port, own, client, ConnectionState.Established, IsReply: true);
                yield return new Packet(FirewallHook.Output, IsUdp: false, own, port, other, client, ConnectionState.Established, IsReply: true);
            }
        }
    }

    /// <summary>What the file means, said without looking at any rule.</summary>
    private static bool IsMeant(TopologyDocument document, Machine machine, Packet packet)
    {
        TopologyNode[] nodes = [.. document.NodesOn(machine.Name)];
        bool isHidden = nodes.Length > 0 && nodes.All(node => node is ProducerNode);
        bool isServer = packet.Hook == FirewallHook.Input != packet.IsReply;
        (IPAddress peer, int port) = packet.Hook == FirewallHook.Input
            ? (packet.Source, isServer ? packet.DestinationPort : packet.SourcePort)
            : (packet.Destination, isServer ? packet.SourcePort : packet.DestinationPort);
        if (!isServer)
            return !isHidden || MayDial(document, peer, port, packet.IsUdp);
        if (packet.Hook == FirewallHook.Output && !isHidden)
            return true;
        return MayServe(document, machine, nodes, peer, port) ?? false;
    }

    private static bool MayDial(TopologyDocument document, IPAddress peer, int port, bool isUdp) => isUdp
        ? port == 123 && document.Access.TimeServers.Contains(peer)
        : document.Relays.Any(relay => relay.Port == port && document.MachineOf(relay).Address.Equals(peer));

    /// <summary>Whether a machine serves a peer on a port; null where the port is none of its own.</summary>
    private static bool? MayServe(TopologyDocument document, Machine machine, TopologyNode[] nodes, IPAddress peer, int port)
    {
        if (nodes.Any(node => node is RelayNode && node.Port == port))
            return true;
        if (nodes.Any(node => node is ProducerNode && node.Port == port))
            return document.Relays.Any(relay => document.MachineOf(relay).Address.Equals(peer));
        if (machine.Ssh.Port == port || nodes.Any(node => node.RpcPort == port))
            return document.Access.Manage.Any(network => network.Contains(peer));
        if (nodes.Any(node => node.MetricsPort == port))
            return document.Access.Scrape.Any(network => network.Contains(peer));
        return null;
    }
}
