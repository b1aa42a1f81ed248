using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Proof;

/// <summary>The ports that first packets of a protocol get to.</summary>
/// <param name="Always">Every packet gets there.</param>
/// <param name="Limited">As many as a limit lets through.</param>
public sealed record OpenPorts(FieldSet Always, FieldSet Limited)
{
    /// <summary>No port.</summary>
    public static readonly OpenPorts None = new(FieldSet.Empty, FieldSet.Empty);

    /// <summary>Every port.</summary>
    public static readonly OpenPorts All = new(FieldSet.Between(0, ushort.MaxValue), FieldSet.Empty);

    /// <summary>Ports that a packet may get to.</summary>
    public FieldSet Any => Always.Union(Limited);

    /// <summary>Ports that a packet gets to when it must pass two firewalls.</summary>
    public OpenPorts Then(OpenPorts next)
    {
        ArgumentNullException.ThrowIfNull(next);
        FieldSet always = Always.Intersect(next.Always);
        return new OpenPorts(always, Any.Intersect(next.Any).Except(always));
    }
}
