using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace PoolTopology.Crypto.Secrets;

/// <summary>
/// Key material in memory that the collector never moves, that stays out of swap and core dumps where the system
/// allows it, and that is wiped on disposal.
/// </summary>
/// <remarks>
/// Shape: a fixed number of bytes on pages of its own. It has no printable form and compares in constant time.
/// Errors: after disposal every access throws ObjectDisposedException.
/// Invariant: the owner disposes it, and not while another thread still uses <see cref="Span"/>. There is no finalizer,
/// which could wipe the bytes under a span in use; a forgotten secret keeps its page, locked, until the process ends.
/// </remarks>
[DebuggerDisplay("secret")]
public sealed unsafe class SecretBytes : IDisposable
{
    // Invariant: _memory points to _pageBytes bytes of which the first Length are the secret, or is null after disposal.
    private readonly nuint _pageBytes;
    private byte* _memory;

    /// <summary>Takes zeroed memory for a secret of 1 byte to 1 MiB.</summary>
    /// <remarks>Errors: ArgumentOutOfRangeException for other lengths; OutOfMemoryException.</remarks>
    public SecretBytes(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaximumLength);
        Length = length;
        nuint page = (nuint)Environment.SystemPageSize;
        _pageBytes = ((nuint)length + page - 1) / page * page;
        _memory = (byte*)NativeMemory.AlignedAlloc(_pageBytes, page);
        NativeMemory.Clear(_memory, _pageBytes);
        Protection = MemoryLock.Lock(_memory, _pageBytes);
    }

    /// <summary>The longest secret, in bytes.</summary>
    public const int MaximumLength = 1 << 20;

    /// <summary>Bytes of the secret.</summary>
    public int Length { get; }

    /// <summary>What the operating system granted.</summary>
    public MemoryProtection Protection { get; }

    /// <summary>The bytes themselves, valid until disposal.</summary>
    public Span<byte> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_memory is null, this);
            return new Span<byte>(_memory, Length);
        }
    }

    /// <summary>Copies bytes into locked memory; the caller erases the source.</summary>
    /// <remarks>
    /// Errors: ArgumentOutOfRangeException for fewer than 1 byte or more than <see cref="MaximumLength"/>.
    /// </remarks>
    public static SecretBytes CopyOf(ReadOnlySpan<byte> bytes)
    {
        SecretBytes secret = new(bytes.Length);
        bytes.CopyTo(secret.Span);
        return secret;
    }

    /// <summary>True when the secret has exactly these bytes.</summary>
    /// <remarks>Cost: constant time for equal lengths; a different length is answered at once.</remarks>
    public bool HasSameBytes(ReadOnlySpan<byte> other) => CryptographicOperations.FixedTimeEquals(Span, other);

    /// <summary>Always the same text: a secret has no printable form.</summary>
    public override string ToString() => "secret";

    /// <summary>Wipes and returns the memory.</summary>
    public void Dispose()
    {
        byte* memory = _memory;
        if (memory is null)
            return;
        _memory = null;
        CryptographicOperations.ZeroMemory(new Span<byte>(memory, Length));
        if (Protection != MemoryProtection.Unsupported)
            MemoryLock.Unlock(memory, _pageBytes);
        NativeMemory.AlignedFree(memory);
    }
}
