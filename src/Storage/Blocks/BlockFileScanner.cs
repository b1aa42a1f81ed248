using PoolTopology.Primitives.Cbor;
using PoolTopology.Storage.Files;

namespace PoolTopology.Storage.Blocks;

/// <summary>Walks a file of blocks that stand one after another, until its end or its first unreadable byte.</summary>
/// <remarks>
/// Cost: one window of twice <see cref="BlockSizeBytesMax"/> at most, reused; a current block is valid until the next
/// move.
/// </remarks>
internal sealed class BlockFileScanner(IReadFile file, IBlockParser parser)
{
    /// <summary>The largest block that is read or stored.</summary>
    /// <remarks>Byron allowed 2,000,000 bytes; block-fetch sends 2,500,000 at most.</remarks>
    public const int BlockSizeBytesMax = 4 * 1024 * 1024;

    private readonly long _fileSizeBytes = file.SizeBytes;
    private byte[] _window = [];
    private long _windowOffset;
    private int _windowCount;
    private long _nextOffset;
    private int _currentStart;

    /// <summary>Where the current block starts in the file.</summary>
    public long OffsetBytes { get; private set; }

    /// <summary>Where the last whole block ends.</summary>
    public long ValidSizeBytes => _nextOffset;

    /// <summary>The file's size when the scan started.</summary>
    public long FileSizeBytes => _fileSizeBytes;

    /// <summary>What the current block's bytes say.</summary>
    public BlockSummary Current { get; private set; } = null!; // Set by every MoveNext that returns true.

    /// <summary>The current block's bytes.</summary>
    public ReadOnlySpan<byte> CurrentBytes => _window.AsSpan(_currentStart, Current.SizeBytes);

    /// <summary>Why the scan stopped before the end of the file, or null.</summary>
    public CborException? Error { get; private set; }

    /// <summary>Moves to the next block; false at the end of the file or at bytes that are not a whole block.</summary>
    public bool MoveNext()
    {
        if (_nextOffset >= _fileSizeBytes || Error is not null)
            return false;
        Refill();
        _currentStart = (int)(_nextOffset - _windowOffset);
        try
        {
            Current = parser.Parse(_window.AsSpan(_currentStart, _windowCount - _currentStart));
        }
        catch (CborException e)
        {
            // The border of storage: bytes that are no block end the readable part of the file.
            Error = e;
            return false;
        }
        OffsetBytes = _nextOffset;
        _nextOffset += Current.SizeBytes;
        return true;
    }

    /// <summary>Has the window hold a block of the greatest size from the next offset on, or the rest of the file.</summary>
    private void Refill()
    {
        long end = Math.Min(_nextOffset + BlockSizeBytesMax, _fileSizeBytes);
        if (_windowCount > 0 && end <= _windowOffset + _windowCount)
            return;
        int kept = _windowCount - (int)(_nextOffset - _windowOffset);
        if (_window.Length == 0)
            _window = new byte[(int)Math.Min(2L * BlockSizeBytesMax, _fileSizeBytes)];
        _window.AsSpan(_windowCount - kept, kept).CopyTo(_window);
        _windowOffset = _nextOffset;
        int wanted = (int)Math.Min(_window.Length, _fileSizeBytes - _windowOffset);
        _windowCount = kept + file.Read(_windowOffset + kept, _window.AsSpan(kept, wanted - kept));
    }
}
