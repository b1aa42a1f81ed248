using PoolTopology.Producer.Journal;

namespace PoolTopology.Producer.Tests.Fakes;

/// <summary>One file on a disk that keeps what was flushed, loses any part of the rest, runs full, fails, and cuts the power.</summary>
internal sealed class SimulatedDisk
{
    private byte[] _durable = [];
    private byte[] _current = [];
    private object? _holder;

    /// <summary>Bytes that may still be written before the disk is full; a write that does not fit is cut short.</summary>
    public long FreeBytes { get; set; } = long.MaxValue;

    /// <summary>Calls that change the disk until the power is cut in the middle of one; negative: never.</summary>
    public int CallsUntilPowerCut { get; set; } = -1;

    /// <summary>How the call that is cut ends: before, halfway or after.</summary>
    public double CutAt { get; set; }

    /// <summary>Flushes fail.</summary>
    public bool FlushFails { get; set; }

    /// <summary>Truncations fail.</summary>
    public bool TruncateFails { get; set; }

    public byte[] Content
    {
        get => _current;
        set => _durable = _current = value;
    }

    /// <summary>Opens the file, or null while somebody holds it.</summary>
    public IJournalFile? TryOpen() => _holder is null ? Hold(new OpenFile(this)) : null;

    /// <summary>The process is gone. Of what was not flushed, the first bytes stay: a share of them.</summary>
    public void Crash(double kept)
    {
        _holder = null;
        CallsUntilPowerCut = -1;
        int start = CommonPrefix(_durable, _current);
        int tail = _current.Length - start;
        // Appended bytes reach the disk in part; a cut that was not flushed may not have happened.
        byte[] left = tail > 0 ? _current[..(start + (int)Math.Round(tail * kept))]
            : kept < 0.5 ? _durable : _current;
        _durable = _current = left;
    }

    private OpenFile Hold(OpenFile file)
    {
        _holder = file;
        return file;
    }

    private static int CommonPrefix(byte[] a, byte[] b) => a.AsSpan().CommonPrefixLength(b);

    private bool IsCut()
    {
        if (CallsUntilPowerCut < 0)
            return false;
        return CallsUntilPowerCut-- == 0;
    }

    private sealed class OpenFile(SimulatedDisk disk) : IJournalFile
    {
        public long Length => disk._current.Length;

        public void ReadAt(long offset, Span<byte> destination) =>
            disk._current.AsSpan((int)offset, destination.Length).CopyTo(destination);

        public void WriteAt(long offset, ReadOnlySpan<byte> bytes)
        {
            RequireHeld();
            bool isCut = disk.IsCut();
            int fits = (int)Math.Min(bytes.Length, disk.FreeBytes);
            int written = isCut ? (int)(fits * disk.CutAt) : fits;
            disk.FreeBytes -= written;
            byte[] grown = disk._current;
            if (grown.Length < offset + written)
                Array.Resize(ref grown, (int)offset + written);
            else
                grown = [.. grown];
            bytes[..written].CopyTo(grown.AsSpan((int)offset));
            disk._current = grown;
            if (isCut)
                throw new PowerCutException();
            if (fits < bytes.Length)
                throw new IOException("No space left on device");
        }

        public void Truncate(long length)
        {
            RequireHeld();
            if (disk.TruncateFails)
                throw new IOException("Input/output error");
            disk._current = disk._current[..(int)length];
            if (disk.IsCut())
                throw new PowerCutException();
        }

        public void Flush()
        {
            RequireHeld();
            if (disk.FlushFails)
                throw new IOException("Input/output error");
            bool isCut = disk.IsCut();
            if (!isCut || disk.CutAt >= 0.5)
                disk._durable = disk._current;
            if (isCut)
                throw new PowerCutException();
        }

        public void Dispose()
        {
            if (disk._holder == this)
                disk._holder = null;
        }

        private void RequireHeld()
        {
            ObjectDisposedException.ThrowIf(disk._holder != this, this);
        }
    }
}
