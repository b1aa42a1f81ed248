namespace PoolTopology.TestKit.Files;

/// <summary>A file's bytes as the running machine sees them, and as the device has them.</summary>
internal sealed class SimulatedFile
{
    private const int PageSizeBytes = 64; // small, so that small tests tear

    private byte[] _bytes = [];
    private byte[]? _durableCopy; // set while the device has other bytes than the first ones here
    private int _durableCount;

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Count);

    public ReadOnlySpan<byte> DurableBytes => _durableCopy ?? _bytes.AsSpan(0, _durableCount);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Count + bytes.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(256, 2 * (Count + bytes.Length)));
        bytes.CopyTo(_bytes.AsSpan(Count));
        Count += bytes.Length;
    }

    public void Truncate(int count)
    {
        if (count < _durableCount && _durableCopy is null)
            _durableCopy = DurableBytes.ToArray();
        Count = count;
    }

    public void Flush() => (_durableCopy, _durableCount) = (null, Count);

    public void FlipBit(long bit)
    {
        _bytes[bit / 8] ^= (byte)(1 << (int)(bit % 8));
        if (_durableCopy is not null && bit / 8 < _durableCopy.Length)
            _durableCopy[bit / 8] = _bytes[bit / 8];
    }

    public void Replace(ReadOnlySpan<byte> bytes)
    {
        Count = 0;
        Append(bytes);
        Flush();
    }

    /// <summary>The machine loses power: what was not flushed is there in full, in part, damaged, or not at all.</summary>
    public void LosePower(Random random)
    {
        byte[] durable = DurableBytes.ToArray();
        byte[] written = Bytes.ToArray();
        Replace(random.Next(5) switch
        {
            0 => durable,
            1 => written,
            // The size is there and some pages are not: zeroes or what was on the device before.
            2 when written.Length > durable.Length => Damaged(written, durable.Length, random),
            _ when written.Length > durable.Length => written[..random.Next(durable.Length, written.Length + 1)],
            _ => durable,
        });
    }

    private static byte[] Damaged(byte[] bytes, int from, Random random)
    {
        for (int page = from / PageSizeBytes; page * PageSizeBytes < bytes.Length; page++)
        {
            if (random.Next(3) != 0)
                continue;
            int start = Math.Max(from, page * PageSizeBytes);
            Span<byte> lost = bytes.AsSpan(start, Math.Min(bytes.Length, (page + 1) * PageSizeBytes) - start);
            if (random.Next(2) == 0)
                lost.Clear();
            else
                random.NextBytes(lost);
        }
        return bytes;
    }
}
