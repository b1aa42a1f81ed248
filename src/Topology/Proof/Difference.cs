using System.Net;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
using PoolTopology.Topology.Intents;

namespace PoolTopology.Topology.Proof;

/// <summary>Headers for which a machine's kernel does not do what the topology wants, and why.</summary>
/// <param name="Kind">In which way.</param>
/// <param name="Path">Which way the packets go.</param>
/// <param name="Family">Their family.</param>
/// <param name="Fields">Which values their fields have: every combination differs. Fields that are free are left out.</param>
/// <param name="Decision">What lets them pass or ends them.</param>
/// <param name="Reason">The key of topology.yaml that allows them; empty where nothing does.</param>
public sealed record Difference(
    DifferenceKind Kind, PacketPath Path, IpFamily Family, ValueList<FieldCondition> Fields, Decision Decision,
    string Reason)
{
    /// <summary>The values that a field has in these headers.</summary>
    public FieldSet ValuesOf(HeaderField field) =>
        Fields.FirstOrDefault(condition => condition.Field == field)?.Values ?? HeaderFields.Everything(field, Family);

    /// <summary>One header of them.</summary>
    public PacketHeader Example() => HeaderFields.All.Aggregate(
        PacketHeader.Of(Family), (header, field) => header.With(field, Representative(field)));

    // What a person has seen before, where it is among the values; else the middle of a range, which looks less like a
    // special case than its first value.
    private UInt128 Representative(HeaderField field)
    {
        FieldSet values = ValuesOf(field);
        UInt128? usual = field switch
        {
            HeaderField.InInterface or HeaderField.OutInterface => InterfaceName.Encode("eth0"),
            HeaderField.Source or HeaderField.Destination => AddressSets.NumberOf(Family == IpFamily.V4 ? UsualV4 : UsualV6),
            _ => null,
        };
        if (usual is { } known && values.Overlaps(FieldSet.Of(known)))
            return known;
        ValueRange range = values[values.Count - 1];
        return range.First + ((range.Last - range.First) / 2);
    }

    // Addresses for documentation (RFC 5737, RFC 3849): nobody's.
    private static readonly IPAddress UsualV4 = IPAddress.Parse("203.0.113.7");

    private static readonly IPAddress UsualV6 = IPAddress.Parse("2001:db8::7");
}
