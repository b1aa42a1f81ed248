using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Proof;

/// <summary>
/// The values of one header field, divided into as few classes as possible so that no rule and no grant tells
/// two values of a class apart.
/// </summary>
/// <remarks>
/// Exact: a set that was named when the classes were made is a union of them. Whatever is decided for a class is
/// decided for each of its values, which is how a finite computation covers every header there is.
/// </remarks>
internal sealed class FieldAtoms
{
    /// <summary>Where each segment begins; segments follow each other without gaps, the first one at 0.</summary>
    private readonly UInt128[] _starts;

    /// <summary>The class of each segment.</summary>
    private readonly int[] _classes;

    private readonly UInt128 _greatest;

    private FieldAtoms(UInt128[] starts, int[] classes, int count, UInt128 greatest) =>
        (_starts, _classes, Count, _greatest) = (starts, classes, count, greatest);

    /// <summary>How many classes there are.</summary>
    public int Count { get; }

    /// <summary>Divides the values from 0 to the greatest by these sets.</summary>
    public static FieldAtoms Divide(UInt128 greatest, IReadOnlyCollection<FieldSet> sets)
    {
        UInt128[] starts = Starts(greatest, sets);
        int[] classes = new int[starts.Length];
        int[] sizes = new int[starts.Length];
        sizes[0] = starts.Length;
        int count = 1;
        Dictionary<int, (int Split, int Inside)> split = [];
        foreach (FieldSet set in sets)
        {
            // A class of which the set has a part becomes two; one of which it has all stays as it is.
            split.Clear();
            foreach (int segment in SegmentsIn(starts, set, greatest))
            {
                int old = classes[segment];
                (int Split, int Inside) seen = split.GetValueOrDefault(old, (-1, 0));
                split[old] = (seen.Split, seen.Inside + 1);
            }
            foreach ((int old, (_, int inside)) in split.ToArray())
                split[old] = inside == sizes[old] ? (old, inside) : (count++, inside);
            foreach (int segment in SegmentsIn(starts, set, greatest))
            {
                int to = split[classes[segment]].Split;
                sizes[classes[segment]]--;
                classes[segment] = to;
                sizes[to]++;
            }
        }
        return new FieldAtoms(starts, classes, count, greatest);
    }

    /// <summary>Which classes a set consists of; the set must be one of those that the classes were made by.</summary>
    public bool[] Select(FieldSet set)
    {
        bool[] selected = new bool[Count];
        foreach (int segment in SegmentsIn(_starts, set, _greatest))
            selected[_classes[segment]] = true;
        return selected;
    }

    /// <summary>The classes that have a value of a set, which may be any set.</summary>
    public bool[] Overlapping(FieldSet set)
    {
        bool[] overlapping = new bool[Count];
        for (int i = 0; i < set.Count; i++)
        {
            if (set[i].First > _greatest)
                break;
            for (int segment = SegmentOf(set[i].First); segment < _starts.Length && _starts[segment] <= set[i].Last; segment++)
                overlapping[_classes[segment]] = true;
        }
        return overlapping;
    }

    /// <summary>The class of a value.</summary>
    public int ClassOf(UInt128 value) => _classes[SegmentOf(value)];

    /// <summary>All values of some classes.</summary>
    public FieldSet Values(bool[] selected)
    {
        List<ValueRange> ranges = [];
        for (int i = 0; i < _starts.Length; i++)
        {
            if (selected[_classes[i]])
                ranges.Add(new ValueRange(_starts[i], i + 1 < _starts.Length ? _starts[i + 1] - 1 : _greatest));
        }
        return FieldSet.Of(ranges);
    }

    private int SegmentOf(UInt128 value)
    {
        int index = Array.BinarySearch(_starts, value);
        return index >= 0 ? index : ~index - 1;
    }

    private static UInt128[] Starts(UInt128 greatest, IReadOnlyCollection<FieldSet> sets)
    {
        List<UInt128> starts = [0];
        foreach (FieldSet set in sets)
        {
            foreach (ValueRange range in set.Ranges)
            {
                if (range.First <= greatest)
                    starts.Add(range.First);
                if (range.Last < greatest)
                    starts.Add(range.Last + 1);
            }
        }
        starts.Sort();
        return [.. starts.Distinct()];
    }

    private static IEnumerable<int> SegmentsIn(UInt128[] starts, FieldSet set, UInt128 greatest)
    {
        for (int i = 0; i < set.Count; i++)
        {
            ValueRange range = set[i];
            if (range.First > greatest)
                yield break;
            for (int segment = Array.BinarySearch(starts, range.First); segment < starts.Length && starts[segment] <= range.Last; segment++)
                yield return segment;
        }
    }
}
