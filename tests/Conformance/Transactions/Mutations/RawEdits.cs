namespace PoolTopology.Conformance.Transactions.Mutations;

/// <summary>Changes that many mutations make.</summary>
internal static class RawEdits
{
    /// <summary>Flips the lowest bit of an item's last byte.</summary>
    public static byte[] FlipLast(byte[] item)
    {
        byte[] flipped = [.. item];
        flipped[^1] ^= 1;
        return flipped;
    }

    public static bool Flip(RawMap map, ulong key)
    {
        if (map[key] is not { } item)
            return false;
        map[key] = FlipLast(item);
        return true;
    }

    /// <summary>Removes a field that is there.</summary>
    public static bool Drop(RawMap map, ulong key)
    {
        if (map[key] is null)
            return false;
        map[key] = null;
        return true;
    }

    /// <summary>Changes the first item of an array that is there.</summary>
    public static bool ChangeFirst(RawMap map, ulong key, Func<byte[], byte[]> change)
    {
        List<byte[]> items = Raw.Items(map[key]);
        if (items.Count == 0)
            return false;
        items[0] = change(items[0]);
        map[key] = Raw.Array(items);
        return true;
    }

    /// <summary>Removes an item of an array; the field goes with its last one.</summary>
    public static void RemoveAt(RawMap map, ulong key, int index)
    {
        List<byte[]> items = Raw.Items(map[key]);
        items.RemoveAt(index);
        map[key] = items.Count == 0 ? null : Raw.Array(items);
    }

    /// <summary>Appends items to an array, which is made where it is missing.</summary>
    public static void Append(RawMap map, ulong key, params byte[][] more) =>
        map[key] = Raw.Array([.. Raw.Items(map[key]), .. more]);
}
