using PoolTopology.Topology.Document;
using PoolTopology.Topology.Headers;
using PoolTopology.Topology.Intents;

namespace PoolTopology.Topology.Proof;

/// <summary>Takes a diagram apart into boxes: headers whose fields may each have a set of values, with one result.</summary>
internal static class DiagramBoxes
{
    /// <summary>The most boxes that are listed; a broken rule set shows in far fewer.</summary>
    public const int Most = 2000;

    /// <summary>The boxes whose result is not a given one; disjoint.</summary>
    public static IReadOnlyList<(int Result, ValueList<FieldCondition> Fields)> Of(HeaderSpace space, int diagram, int uninteresting)
    {
        List<(int, ValueList<FieldCondition>)> boxes = [];
        Walk(diagram, []);
        return boxes;

        void Walk(int at, List<FieldCondition> bound)
        {
            if (boxes.Count >= Most)
                return;
            if (DiagramStore.IsResult(at))
            {
                if (DiagramStore.ResultOf(at) != uninteresting)
                    boxes.Add((DiagramStore.ResultOf(at), bound.ToValueList()));
                return;
            }
            HeaderField field = (HeaderField)space.Diagrams.FieldOf(at);
            int[] branches = space.Diagrams.Branches(at);
            foreach (int next in branches.Distinct())
            {
                FieldSet values = space.AtomsOf(field).Values(Array.ConvertAll(branches, branch => branch == next));
                Walk(next, [.. bound, new FieldCondition(field, values)]);
            }
        }
    }
}
