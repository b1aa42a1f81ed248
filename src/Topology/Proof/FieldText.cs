using System.Globalization;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Proof;

/// <summary>Values of header fields for a person to read.</summary>
public static class FieldText
{
    private const int MostRanges = 12;

    /// <summary>A protocol's name, or its number.</summary>
    public static string Protocol(int number) => number switch
    {
        HeaderFields.Tcp => "tcp",
        HeaderFields.Udp => "udp",
        HeaderFields.Icmp => "icmp",
        HeaderFields.IcmpV6 => "icmpv6",
        _ => string.Create(CultureInfo.InvariantCulture, $"protocol {number}"),
    };

    /// <summary>A connection state.</summary>
    public static string Flow(Flow flow) => flow switch
    {
        Headers.Flow.EstablishedOriginal => "established",
        Headers.Flow.EstablishedReply => "established reply",
        Headers.Flow.RelatedOriginal => "related",
        Headers.Flow.RelatedReply => "related reply",
        _ => flow.ToString().ToLowerInvariant(),
    };

    /// <summary>Values of a field; "any" for all of them.</summary>
    public static string Of(HeaderField field, IpFamily family, FieldSet values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Equals(HeaderFields.Everything(field, family)))
            return "any";
        return field switch
        {
            HeaderField.Protocol => Join(values, number => Protocol((int)number)),
            HeaderField.State => Join(values, number => Flow((Flow)(int)number), isSingle: true),
            HeaderField.Source or HeaderField.Destination =>
                Join(values, number => AddressSets.AddressOf(family, number).ToString()),
            HeaderField.InInterface or HeaderField.OutInterface => Join(values, number => $"\"{InterfaceName.Decode(number)}\""),
            _ => Join(values, number => number.ToString(CultureInfo.InvariantCulture)),
        };
    }

    private static string Join(FieldSet values, Func<UInt128, string> write, bool isSingle = false)
    {
        List<string> parts = [];
        for (int i = 0; i < Math.Min(values.Count, MostRanges); i++)
        {
            ValueRange range = values[i];
            if (isSingle)
            {
                for (UInt128 value = range.First; value <= range.Last; value++)
                    parts.Add(write(value));
            }
            else
            {
                parts.Add(range.First == range.Last ? write(range.First) : $"{write(range.First)}-{write(range.Last)}");
            }
        }
        if (values.Count > MostRanges)
            parts.Add("…");
        return string.Join(", ", parts);
    }
}
