using System.Globalization;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Proof;

/// <summary>One packet's header as firewalls see it.</summary>
/// <remarks>Immutable. Fields that nobody set are 0: no interface, invalid flow, port 0.</remarks>
public sealed class PacketHeader
{
    private readonly UInt128[] _values;

    private PacketHeader(IpFamily family, UInt128[] values) => (Family, _values) = (family, values);

    /// <summary>Its family.</summary>
    public IpFamily Family { get; }

    /// <summary>The value of a field.</summary>
    public UInt128 this[HeaderField field] => _values[(int)field];

    /// <summary>A header of a family with everything 0.</summary>
    public static PacketHeader Of(IpFamily family) => new(family, new UInt128[HeaderFields.All.Count]);

    /// <summary>The same header with another value in a field.</summary>
    public PacketHeader With(HeaderField field, UInt128 value)
    {
        UInt128[] values = [.. _values];
        values[(int)field] = value;
        return new PacketHeader(Family, values);
    }

    /// <summary>The same header in another connection state.</summary>
    public PacketHeader With(Flow flow) => With(HeaderField.State, (UInt128)(int)flow);

    /// <summary>The fields that mean something for its protocol.</summary>
    public override string ToString()
    {
        int protocol = (int)_values[(int)HeaderField.Protocol];
        string between = $"{Address(HeaderField.Source)} → {Address(HeaderField.Destination)}";
        string what = protocol == HeaderFields.IcmpOf(Family)
            ? string.Create(CultureInfo.InvariantCulture,
                $"ICMP type {this[HeaderField.IcmpType]} code {this[HeaderField.IcmpCode]} hops {this[HeaderField.HopLimit]}")
            : string.Create(CultureInfo.InvariantCulture,
                $"{FieldText.Protocol(protocol)} {this[HeaderField.SourcePort]} → {this[HeaderField.DestinationPort]}");
        string place = $"in \"{Name(HeaderField.InInterface)}\" out \"{Name(HeaderField.OutInterface)}\"";
        return $"{between} {what} {FieldText.Flow((Flow)(int)this[HeaderField.State])} {place}";
    }

    private string Address(HeaderField field) => AddressSets.AddressOf(Family, this[field]).ToString();

    private string Name(HeaderField field) => InterfaceName.Decode(this[field]);
}
