using System.Buffers;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Credentials.Certificates;

/// <summary>The number that the next operational certificate of a cold key will carry.</summary>
/// <remarks>Shape: array(2) of the number and the cold verification key (32 bytes). Immutable.</remarks>
public sealed class IssueCounter
{
    private readonly byte[] _coldVerificationKey;

    /// <summary>A counter of a cold key.</summary>
    /// <remarks>Errors: ArgumentException for a key of another length.</remarks>
    public IssueCounter(ulong next, ReadOnlySpan<byte> coldVerificationKey)
    {
        if (coldVerificationKey.Length != Ed25519.PublicKeySizeBytes)
            throw new ArgumentException("wrong length", nameof(coldVerificationKey));
        Next = next;
        _coldVerificationKey = coldVerificationKey.ToArray();
        PoolId = PoolIds.Of(coldVerificationKey);
    }

    /// <summary>The number of the next certificate; 0 for a pool that has none.</summary>
    public ulong Next { get; }

    /// <summary>The cold key; 32 bytes.</summary>
    public ReadOnlyMemory<byte> ColdVerificationKey => _coldVerificationKey;

    /// <summary>The pool.</summary>
    public Hash28 PoolId { get; }

    /// <summary>The kind of envelope, whose description repeats the number.</summary>
    public EnvelopeKind Kind =>
        EnvelopeKind.IssueCounter with { Description = EnvelopeKind.IssueCounter.Description + Next };

    /// <summary>The counter after one more certificate.</summary>
    /// <remarks>Errors: OverflowException after 2^64 certificates.</remarks>
    public IssueCounter Incremented() => new(checked(Next + 1), _coldVerificationKey);

    /// <summary>Reads a counter.</summary>
    /// <remarks>Errors: <see cref="CborException"/>.</remarks>
    public static IssueCounter Decode(ReadOnlySpan<byte> cbor)
    {
        CborReader reader = new(cbor);
        reader.ReadArrayStart(2);
        ulong next = reader.ReadUInt64();
        ReadOnlySpan<byte> coldVerificationKey = reader.ReadBytes(Ed25519.PublicKeySizeBytes);
        reader.ExpectEnd();
        return new IssueCounter(next, coldVerificationKey);
    }

    /// <summary>The bytes that go into an envelope.</summary>
    public byte[] Encode()
    {
        ArrayBufferWriter<byte> output = new();
        CborWriter writer = new(output);
        writer.WriteArrayStart(2);
        writer.WriteUInt64(Next);
        writer.WriteBytes(_coldVerificationKey);
        return output.WrittenSpan.ToArray();
    }
}
