namespace PoolTopology.Topology.Document;

/// <summary>Makes value lists from collection expressions and sequences.</summary>
public static class ValueListBuilder
{
    /// <summary>A list of copies of these elements.</summary>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> items) =>
        items.IsEmpty ? ValueList<T>.None : new ValueList<T>(items.ToArray());

    /// <summary>A list of the elements of a sequence, in its order.</summary>
    public static ValueList<T> ToValueList<T>(this IEnumerable<T> items) => Create<T>(items.ToArray());
}
