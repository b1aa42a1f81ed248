using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Proof;

/// <summary>All headers of one IP family, divided by what rules and grants can tell apart.</summary>
internal sealed class HeaderSpace
{
    private readonly FieldAtoms[] _atoms;
    private readonly Dictionary<(HeaderField, FieldSet), int> _regions = [];

    /// <summary>Divides the headers of a family.</summary>
    /// <param name="family">The family.</param>
    /// <param name="distinctions">Every set of values that anybody asks about.</param>
    public HeaderSpace(IpFamily family, IEnumerable<(HeaderField Field, FieldSet Values)> distinctions)
    {
        Family = family;
        ILookup<HeaderField, FieldSet> byField = distinctions.Distinct().ToLookup(one => one.Field, one => one.Values);
        _atoms = [.. HeaderFields.All.Select(field =>
            FieldAtoms.Divide(HeaderFields.Greatest(field, family), [.. byField[field]]))];
        Diagrams = new DiagramStore([.. _atoms.Select(atoms => atoms.Count)]);
    }

    public IpFamily Family { get; }

    public DiagramStore Diagrams { get; }

    public FieldAtoms AtomsOf(HeaderField field) => _atoms[(int)field];

    /// <summary>The headers whose field has one of these values; the set must be one of the distinctions.</summary>
    public int Where(HeaderField field, FieldSet values)
    {
        if (!_regions.TryGetValue((field, values), out int region))
            _regions[(field, values)] = region = Diagrams.OneOf((int)field, AtomsOf(field).Select(values));
        return region;
    }

    /// <summary>The result for one header.</summary>
    public int Evaluate(int diagram, PacketHeader header) =>
        Diagrams.Evaluate(diagram, field => _atoms[field].ClassOf(header[(HeaderField)field]));
}
