using System.Globalization;
using System.Net;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
using PoolTopology.Topology.Proof;

namespace PoolTopology.Orchestrator.Tests.Proof;

/// <summary>A pool with addresses in both families, and headers that a kernel does not drop before any firewall sees them.</summary>
internal static class KernelPool
{
    public const string Yaml = """
        version: 1
        pool: { name: Kernel, ticker: KERN, network: devnet }
        machines:
          vault: { address: 203.0.113.10, zone: a }
          edge-1: { address: 203.0.113.11, zone: a }
          edge-2: { address: '2001:db8:2::12', zone: b, ssh: { port: 2222 } }
          edge-3: { address: 198.51.100.13, zone: b }
        producers: { bp: { machine: vault, port: 3001 } }
        relays:
          relay-1: { machine: edge-1, port: 3001 }
          relay-2: { machine: edge-2, port: 3002 }
          relay-3: { machine: edge-3, port: 3003 }
        access: { manage: [192.0.2.0/25, 'fd77:5::/64'], scrape: [192.0.2.8/32, 'fd77:6::8/128'], time: [192.0.2.123, 'fd77::123'] }

        """;

    private static readonly IPAddress SecondV4 = IPAddress.Parse("203.0.113.99");

    private static readonly IPAddress SecondV6 = IPAddress.Parse("2001:db8:1::10");

    private static readonly int[] PossibleV4 = [1, 6, 17, 47, 132, 89];

    private static readonly int[] PossibleV6 = [58, 6, 17, 47, 132, 89];

    /// <summary>A machine's address in a family: the file's, or one that the file does not know.</summary>
    public static IPAddress OwnOf(Machine machine, IpFamily family)
    {
        if (AddressSets.FamilyOf(machine.Address) == family)
            return machine.Address;
        return family == IpFamily.V4 ? SecondV4 : SecondV6;
    }

    /// <summary>The nearest header that gets as far as the firewall: its own address at its end, a unicast one at the other.</summary>
    public static PacketHeader MakePossible(PacketHeader header, PacketPath path, IPAddress own, Random random)
    {
        (HeaderField ownField, HeaderField otherField) = path == PacketPath.Incoming
            ? (HeaderField.Destination, HeaderField.Source)
            : (HeaderField.Source, HeaderField.Destination);
        int[] possible = header.Family == IpFamily.V4 ? PossibleV4 : PossibleV6;
        int protocol = (int)header[HeaderField.Protocol];
        PacketHeader changed = header
            .With(ownField, AddressSets.NumberOf(own))
            .With(otherField, Unicast(header.Family, header[otherField], own, random))
            .With(HeaderField.Protocol, (UInt128)(possible.Contains(protocol) ? protocol : possible[random.Next(possible.Length)]))
            .With(HeaderField.HopLimit, UInt128.Max(header[HeaderField.HopLimit], 1));
        return path == PacketPath.Incoming
            ? changed.With(HeaderField.InInterface, InterfaceName.Encode("eth0"))
            : changed.With(HeaderField.OutInterface, InterfaceName.Encode("eth0"));
    }

    /// <summary>A line for <c>conntrack -R</c>: the connection that a packet belongs to, or answers in; empty where there is none.</summary>
    public static string ConnectionLine(PacketHeader header, bool isReply)
    {
        int protocol = (int)header[HeaderField.Protocol];
        if (protocol is not (HeaderFields.Tcp or HeaderFields.Udp))
            return "";
        IPAddress source = AddressSets.AddressOf(header.Family, header[isReply ? HeaderField.Destination : HeaderField.Source]);
        IPAddress target = AddressSets.AddressOf(header.Family, header[isReply ? HeaderField.Source : HeaderField.Destination]);
        UInt128 sourcePort = header[isReply ? HeaderField.DestinationPort : HeaderField.SourcePort];
        UInt128 targetPort = header[isReply ? HeaderField.SourcePort : HeaderField.DestinationPort];
        string state = protocol == HeaderFields.Tcp ? "--state ESTABLISHED " : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"-A -s {source} -d {target} -p {FieldText.Protocol(protocol)} --sport {sourcePort} --dport {targetPort} {state}-t 300 -u SEEN_REPLY,ASSURED\n");
    }

    private static UInt128 Unicast(IpFamily family, UInt128 address, IPAddress own, Random random)
    {
        bool isUnicast = family == IpFamily.V4
            ? (int)(address >> 24) is not (0 or 127 or >= 224) && (address & 0xFF) != 0xFF
            : (address >> 125) == 1 || (address >> 120) == 0xFD;
        if (isUnicast && address != AddressSets.NumberOf(own))
            return address;
        return family == IpFamily.V4
            ? AddressSets.NumberOf(IPAddress.Parse("100.64.0.0")) + (UInt128)random.Next(1, 65_000)
            : AddressSets.NumberOf(IPAddress.Parse("2001:db8:ffff::")) + (UInt128)random.Next(1, 65_000);
    }
}
