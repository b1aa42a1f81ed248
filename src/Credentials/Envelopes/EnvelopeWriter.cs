using System.Buffers;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Files;
using PoolTopology.Crypto.Secrets;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Credentials.Envelopes;

/// <summary>Puts keys and structures on disk as text envelopes.</summary>
public static class EnvelopeWriter
{
    // The longest head of a byte string that a key can have: 0x59 and two bytes of length.
    private const int ByteStringHeadBytesMax = 3;

    /// <summary>Writes a verification key beside its name, for all to read.</summary>
    public static CredentialResult<PendingFile> Write(string path, VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArrayBufferWriter<byte> payload = new();
        new CborWriter(payload).WriteBytes(key.WholeKey);
        return WriteStructure(path, key.Kind, payload.WrittenSpan, FileSecrecy.Public);
    }

    internal static CredentialResult<PendingFile> WriteStructure(
        string path, EnvelopeKind kind, ReadOnlySpan<byte> payload, FileSecrecy secrecy)
    {
        using SecretBytes envelope = new(EnvelopeFormat.SizeBytes(kind, payload.Length));
        EnvelopeFormat.Write(envelope.Span, kind, payload);
        return PendingFile.Write(path, envelope.Span, secrecy);
    }

    internal static CredentialResult<PendingFile> WriteSecretKey(string path, EnvelopeKind kind, ReadOnlySpan<byte> key)
    {
        using SecretBytes payload = new(key.Length + ByteStringHeadBytesMax);
        int headBytes = WriteByteStringHead(payload.Span, key.Length);
        key.CopyTo(payload.Span[headBytes..]);
        return WriteStructure(path, kind, payload.Span[..(headBytes + key.Length)], FileSecrecy.Secret);
    }

    // The head of a string of zeros of the same length: a buffer writer must not see the key, it would keep copies.
    private static int WriteByteStringHead(Span<byte> destination, int length)
    {
        ArrayBufferWriter<byte> zeros = new();
        new CborWriter(zeros).WriteBytes(new byte[length]);
        int headBytes = zeros.WrittenCount - length;
        zeros.WrittenSpan[..headBytes].CopyTo(destination);
        return headBytes;
    }
}
