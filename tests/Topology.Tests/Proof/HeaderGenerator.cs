using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
using PoolTopology.Topology.KernelRules;
using PoolTopology.Topology.Proof;

namespace PoolTopology.Topology.Tests.Proof;

/// <summary>Random headers that lean to what rules and files name: each value, its neighbours, and anything else.</summary>
internal sealed class HeaderGenerator
{
    private static readonly int[] Protocols = [6, 6, 6, 17, 17, 1, 58, 132, 47, 0, 255];

    private readonly Random _random;
    private readonly IpFamily _family;
    private readonly UInt128[] _addresses;
    private readonly UInt128[] _ports;
    private readonly UInt128[] _types;
    private readonly UInt128[] _interfaces =
        [InterfaceName.Loopback, InterfaceName.Encode("eth0"), InterfaceName.Encode("eth1"), InterfaceName.Encode("wg0"), InterfaceName.Encode("l")];

    public HeaderGenerator(Random random, IpFamily family, TopologyDocument document, KernelRuleSet rules)
    {
        (_random, _family) = (random, family);
        FieldSet[] named = [.. rules.Chains.SelectMany(chain => chain.Rules).SelectMany(rule => rule.Expressions)
            .OfType<KernelExpression.Condition>()
            .Where(condition => condition.Keys.All(key => key.Family is null || key.Family == family))
            .SelectMany(condition => (condition.Values.Possible ?? []).SelectMany(box => box.Fields.Zip(condition.Keys)))
            .Where(one => one.Second.Field is HeaderField.Source or HeaderField.Destination)
            .Select(one => one.First)];
        _addresses = [.. Edges(named.Append(AddressSets.Of(family, document.Machines.Select(machine => machine.Address)))
            .Append(AddressSets.Of(family, document.Access.Manage)).Append(AddressSets.Of(family, document.Access.Scrape))
            .Append(AddressSets.Of(family, document.Access.TimeServers)), AddressSets.Greatest(family))];
        _ports = [.. Edges(document.Nodes.SelectMany(node => new[] { node.Port, node.RpcPort, node.MetricsPort })
            .Concat(document.Machines.Select(machine => machine.Ssh.Port)).Append(123).Append(80)
            .Select(port => FieldSet.OfValues(port)), ushort.MaxValue)];
        _types = [.. Edges([FieldSet.OfValues(0, 3, 5, 8, 11, 12, 1, 2, 4, 128, 129, 133, 134, 135, 136, 143)], byte.MaxValue)];
    }

    /// <summary>A header on a path.</summary>
    public PacketHeader Next(PacketPath path)
    {
        PacketHeader header = PacketHeader.Of(_family)
            .With(HeaderField.Source, Address())
            .With(HeaderField.Destination, Address())
            .With(HeaderField.Protocol, (UInt128)Protocols[_random.Next(Protocols.Length)])
            .With(HeaderField.State, (UInt128)_random.Next(7))
            .With(HeaderField.SourcePort, Port())
            .With(HeaderField.DestinationPort, Port())
            .With(HeaderField.IcmpType, _random.Next(4) == 0 ? (UInt128)_random.Next(256) : _types[_random.Next(_types.Length)])
            .With(HeaderField.IcmpCode, (UInt128)_random.Next(6))
            .With(HeaderField.TcpFlags, (UInt128)(_random.Next(3) == 0 ? _random.Next(256) : 2))
            .With(HeaderField.HopLimit, (UInt128)(_random.Next(2) == 0 ? 255 : _random.Next(256)));
        if (path != PacketPath.Outgoing)
            header = header.With(HeaderField.InInterface, Interface());
        return path == PacketPath.Incoming ? header : header.With(HeaderField.OutInterface, Interface());
    }

    private UInt128 Interface() => _random.Next(8) == 0 ? InterfaceName.Loopback : _interfaces[1 + _random.Next(_interfaces.Length - 1)];

    private UInt128 Port() => _random.Next(4) == 0 ? (UInt128)_random.Next(65_536) : _ports[_random.Next(_ports.Length)];

    private UInt128 Address()
    {
        if (_random.Next(4) > 0 && _addresses.Length > 0)
            return _addresses[_random.Next(_addresses.Length)];
        UInt128 any = new((ulong)_random.NextInt64(), (ulong)_random.NextInt64());
        return any & AddressSets.Greatest(_family);
    }

    private static IEnumerable<UInt128> Edges(IEnumerable<FieldSet> sets, UInt128 greatest)
    {
        HashSet<UInt128> edges = [];
        foreach (FieldSet set in sets)
        {
            foreach (ValueRange range in set.Ranges)
            {
                edges.Add(range.First);
                edges.Add(range.Last);
                if (range.First > 0)
                    edges.Add(range.First - 1);
                if (range.Last < greatest)
                    edges.Add(range.Last + 1);
            }
        }
        return edges.Order();
    }
}
