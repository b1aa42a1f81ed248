using PoolTopology.Topology.Document;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Intents;

/// <summary>Collects the grants of one path. A grant that binds a field to nothing allows nothing.</summary>
internal sealed class GrantBuilder(PacketPath path)
{
    private readonly List<Grant> _grants = [];

    public IEnumerable<Grant> All => _grants;

    public void Allow(string reason, params ReadOnlySpan<(HeaderField, FieldSet)> conditions) =>
        Add(reason, Passage.Always, conditions);

    public void AllowLimited(string reason, params ReadOnlySpan<(HeaderField, FieldSet)> conditions) =>
        Add(reason, Passage.Limited, conditions);

    private void Add(string reason, Passage passage, ReadOnlySpan<(HeaderField Field, FieldSet Values)> conditions)
    {
        List<FieldCondition> bound = [];
        foreach ((HeaderField field, FieldSet values) in conditions)
        {
            if (values.IsEmpty)
                return;
            bound.Add(new FieldCondition(field, values));
        }
        _grants.Add(new Grant(path, reason, passage, bound.ToValueList()));
    }
}
