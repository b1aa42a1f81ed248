using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Makes sets and maps of what was read as sequences.</summary>
internal static class Sets
{
    /// <summary>Sorts, and drops what stands twice; in Conway that is refused.</summary>
    public static void Normalise<T>(ref Collected<T> elements, bool isStrict, int at, string what)
        where T : IComparable<T>
    {
        Span<T> all = elements.Elements;
        if (IsStrictlyAscending(all))
            return;
        all.Sort();
        int kept = 1;
        for (int i = 1; i < all.Length; i++)
        {
            if (all[i].CompareTo(all[kept - 1]) == 0)
                continue;
            all[kept++] = all[i];
        }
        if (isStrict && kept != all.Length)
            throw new CborException(at, $"each of the {what} once", "one of them again");
        elements.Truncate(kept);
    }

    /// <summary>Refuses what stands twice in a sequence that keeps its order.</summary>
    public static void RequireDistinct<T>(IReadOnlyCollection<T> elements, int at, string what)
    {
        if (elements.Count > 1 && new HashSet<T>(elements).Count != elements.Count)
            throw new CborException(at, $"each of the {what} once", "one of them again");
    }

    private static bool IsStrictlyAscending<T>(ReadOnlySpan<T> elements)
        where T : IComparable<T>
    {
        for (int i = 1; i < elements.Length; i++)
        {
            if (elements[i - 1].CompareTo(elements[i]) >= 0)
                return false;
        }
        return true;
    }

    /// <summary>Sorts by key; of what stands twice the last counts. In Conway that is refused.</summary>
    public static void NormaliseMap<T, TKey>(
        ref Collected<T> entries, Func<T, TKey> keyOf, bool isStrict, int at, string what)
        where TKey : IComparable<TKey>
    {
        if (entries.Count < 2)
            return;
        T[] sorted = [.. entries.ToArray().OrderBy(keyOf)];
        int kept = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            // The sort is stable: of equal keys the last read comes last.
            if (i + 1 < sorted.Length && keyOf(sorted[i]).CompareTo(keyOf(sorted[i + 1])) == 0)
                continue;
            entries.Elements[kept++] = sorted[i];
        }
        if (isStrict && kept != sorted.Length)
            throw new CborException(at, $"each of the {what} once", "one of them again");
        entries.Truncate(kept);
    }
}
