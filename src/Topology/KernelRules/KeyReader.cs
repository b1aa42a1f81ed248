using System.Text.Json;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.KernelRules;

/// <summary>Reads what a rule asks for: a field of the packet, or several together.</summary>
internal static class KeyReader
{
    /// <summary>The protocols whose headers begin with two ports.</summary>
    public static readonly FieldSet WithPorts = FieldSet.OfValues(6, 17, 33, 132, 136);

    /// <summary>The fields.</summary>
    /// <exception cref="NotUnderstoodException">One of them is none that a proof here covers.</exception>
    public static ValueList<FieldKey> Read(JsonElement element)
    {
        (string name, JsonElement value) = Json.Tagged(element);
        return name == "concat" ? Json.List(value).Select(ReadOne).ToValueList() : [ReadOne(element)];
    }

    private static FieldKey ReadOne(JsonElement element)
    {
        (string name, JsonElement value) = Json.Tagged(element);
        return name switch
        {
            "payload" => Payload(value),
            "meta" => Meta(Json.Text(value, "key")),
            "ct" => Tracking(value),
            _ => throw new NotUnderstoodException($"it asks for \"{name}\" {Json.Short(value)}"),
        };
    }

    private static FieldKey Payload(JsonElement value)
    {
        if (Json.Optional(value, "protocol") is not { } protocol)
            throw new NotUnderstoodException($"it asks for raw bytes {Json.Short(value)}");
        string field = Json.Text(value, "field");
        return (Json.Text(protocol), field) switch
        {
            ("ip", "saddr") => new(HeaderField.Source, ValueKind.AddressV4, IpFamily.V4),
            ("ip", "daddr") => new(HeaderField.Destination, ValueKind.AddressV4, IpFamily.V4),
            ("ip", "protocol") => new(HeaderField.Protocol, ValueKind.Protocol, IpFamily.V4),
            ("ip", "ttl") => new(HeaderField.HopLimit, ValueKind.Octet, IpFamily.V4),
            ("ip6", "saddr") => new(HeaderField.Source, ValueKind.AddressV6, IpFamily.V6),
            ("ip6", "daddr") => new(HeaderField.Destination, ValueKind.AddressV6, IpFamily.V6),
            ("ip6", "hoplimit") => new(HeaderField.HopLimit, ValueKind.Octet, IpFamily.V6),
            ("icmp", "type") => Icmp(IpFamily.V4, HeaderField.IcmpType, ValueKind.IcmpType),
            ("icmp", "code") => Icmp(IpFamily.V4, HeaderField.IcmpCode, ValueKind.IcmpCode),
            ("icmpv6", "type") => Icmp(IpFamily.V6, HeaderField.IcmpType, ValueKind.IcmpV6Type),
            ("icmpv6", "code") => Icmp(IpFamily.V6, HeaderField.IcmpCode, ValueKind.IcmpV6Code),
            ("tcp", "flags") => new(HeaderField.TcpFlags, ValueKind.TcpFlags, Protocols: FieldSet.OfValues(HeaderFields.Tcp)),
            (var transport, "sport") => Port(HeaderField.SourcePort, transport),
            (var transport, "dport") => Port(HeaderField.DestinationPort, transport),
            (var other, _) => throw new NotUnderstoodException($"it asks for {other} {field}"),
        };
    }

    private static FieldKey Icmp(IpFamily family, HeaderField field, ValueKind kind) =>
        new(field, kind, family, FieldSet.OfValues(HeaderFields.IcmpOf(family)));

    private static FieldKey Port(HeaderField field, string transport) => transport switch
    {
        "tcp" or "udp" or "dccp" or "sctp" or "udplite" =>
            new(field, ValueKind.Port, Protocols: FieldSet.OfValues(ValueNames.Protocols[transport])),
        "th" => new(field, ValueKind.Port, Protocols: WithPorts),
        _ => throw new NotUnderstoodException($"it asks for {transport} ports"),
    };

    private static FieldKey Meta(string key) => key switch
    {
        "l4proto" => new(HeaderField.Protocol, ValueKind.Protocol),
        "iif" or "iifname" => new(HeaderField.InInterface, ValueKind.Interface),
        "oif" or "oifname" => new(HeaderField.OutInterface, ValueKind.Interface),
        _ => throw new NotUnderstoodException($"it asks for meta {key}"),
    };

    private static FieldKey Tracking(JsonElement value)
    {
        string key = Json.Text(value, "key");
        bool isDirected = Json.Optional(value, "dir") is not null;
        return (key, isDirected) switch
        {
            ("state", false) => new(HeaderField.State, ValueKind.State),
            ("direction", false) => new(HeaderField.State, ValueKind.Direction, Flows: Flows.Directed),
            _ => throw new NotUnderstoodException($"it asks for ct {key}"),
        };
    }
}
