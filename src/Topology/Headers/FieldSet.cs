namespace PoolTopology.Topology.Headers;

/// <summary>A set of values of one header field: exact, immutable, equal when it has the same members.</summary>
/// <remarks>
/// Invariant: the ranges are sorted and there is at least one value between two of them. Every field's values are
/// numbers: addresses and ports as on the wire, interface names as their bytes (<see cref="InterfaceName"/>).
/// Cost: union, intersection and complement are linear in the number of ranges.
/// </remarks>
public sealed class FieldSet : IEquatable<FieldSet>
{
    /// <summary>No value.</summary>
    public static readonly FieldSet Empty = new([]);

    private readonly ValueRange[] _ranges;

    private FieldSet(ValueRange[] ranges) => _ranges = ranges;

    /// <summary>The ranges, in order.</summary>
    public ReadOnlySpan<ValueRange> Ranges => _ranges;

    /// <summary>How many ranges there are.</summary>
    public int Count => _ranges.Length;

    /// <summary>How many values there are; the greatest number where there are more.</summary>
    public UInt128 Size
    {
        get
        {
            UInt128 size = 0;
            foreach (ValueRange range in _ranges)
            {
                UInt128 more = range.Last - range.First;
                size = more >= UInt128.MaxValue - size ? UInt128.MaxValue : size + more + 1;
            }
            return size;
        }
    }

    /// <summary>The range at a place, counted from 0 in order.</summary>
    public ValueRange this[int index] => _ranges[index];

    /// <summary>Whether there is no value in it.</summary>
    public bool IsEmpty => _ranges.Length == 0;

    /// <summary>One value.</summary>
    public static FieldSet Of(UInt128 value) => new([new ValueRange(value, value)]);

    /// <summary>All values from one to another, both included.</summary>
    public static FieldSet Between(UInt128 first, UInt128 last) => new([new ValueRange(first, last)]);

    /// <summary>All of these values, which are not negative.</summary>
    public static FieldSet OfValues(params IEnumerable<int> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Of(values.Select(value => new ValueRange((UInt128)value, (UInt128)value)));
    }

    /// <summary>All values of these ranges, which may overlap and come in any order.</summary>
    public static FieldSet Of(IEnumerable<ValueRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        ValueRange[] sorted = [.. ranges];
        Array.Sort(sorted, (left, right) => left.First.CompareTo(right.First));
        int count = 0;
        foreach (ValueRange range in sorted)
        {
            if (count > 0 && Touches(sorted[count - 1], range))
                sorted[count - 1] = new ValueRange(sorted[count - 1].First, UInt128.Max(sorted[count - 1].Last, range.Last));
            else
                sorted[count++] = range;
        }
        return count == 0 ? Empty : new FieldSet(sorted.AsSpan(0, count).ToArray());
    }

    /// <summary>The values of all these sets.</summary>
    public static FieldSet Union(IEnumerable<FieldSet> sets) => Of(sets.SelectMany(set => set._ranges));

    /// <summary>What is in this set or in the other.</summary>
    public FieldSet Union(FieldSet other) => Union([this, other]);

    /// <summary>What is in both sets.</summary>
    public FieldSet Intersect(FieldSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        List<ValueRange> common = [];
        for (int i = 0, j = 0; i < _ranges.Length && j < other._ranges.Length;)
        {
            (ValueRange mine, ValueRange theirs) = (_ranges[i], other._ranges[j]);
            UInt128 first = UInt128.Max(mine.First, theirs.First);
            UInt128 last = UInt128.Min(mine.Last, theirs.Last);
            if (first <= last)
                common.Add(new ValueRange(first, last));
            if (mine.Last < theirs.Last)
                i++;
            else
                j++;
        }
        return common.Count == 0 ? Empty : new FieldSet([.. common]);
    }

    /// <summary>The values up to a greatest one that are not in this set.</summary>
    public FieldSet ComplementUpTo(UInt128 greatest)
    {
        List<ValueRange> rest = [];
        UInt128 next = 0;
        foreach (ValueRange range in _ranges)
        {
            if (range.First > greatest)
                break;
            if (range.First > next)
                rest.Add(new ValueRange(next, range.First - 1));
            if (range.Last >= greatest)
                return rest.Count == 0 ? Empty : new FieldSet([.. rest]);
            next = range.Last + 1;
        }
        rest.Add(new ValueRange(next, greatest));
        return new FieldSet([.. rest]);
    }

    /// <summary>What is in this set and not in the other.</summary>
    public FieldSet Except(FieldSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Intersect(other.ComplementUpTo(UInt128.MaxValue));
    }

    /// <summary>Whether a value is in it.</summary>
    public bool Contains(UInt128 value)
    {
        int low = 0;
        int high = _ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (value < _ranges[middle].First)
                high = middle - 1;
            else if (value > _ranges[middle].Last)
                low = middle + 1;
            else
                return true;
        }
        return false;
    }

    /// <summary>Whether the sets have a value in common.</summary>
    public bool Overlaps(FieldSet other) => !Intersect(other).IsEmpty;

    /// <inheritdoc/>
    public bool Equals(FieldSet? other) => other is not null && _ranges.AsSpan().SequenceEqual(other._ranges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FieldSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (ValueRange range in _ranges)
            hash.Add(range);
        return hash.ToHashCode();
    }

    /// <summary>The ranges with commas, decimal.</summary>
    public override string ToString() => string.Join(", ", _ranges);

    private static bool Touches(ValueRange earlier, ValueRange later) =>
        later.First <= earlier.Last || later.First - earlier.Last == 1;
}
