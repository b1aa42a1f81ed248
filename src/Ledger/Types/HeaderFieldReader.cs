using System.Buffers;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Types;

/// <summary>Reads header fields as slices of the header's own bytes.</summary>
/// <remarks>
/// Records are arrays of definite or indefinite length, as the reference's record decoder takes them; VRF certificates
/// are of definite length only (its <c>enforceSize</c>).
/// </remarks>
internal ref struct HeaderFieldReader(ReadOnlyMemory<byte> bytes)
{
    private readonly ReadOnlyMemory<byte> _bytes = bytes;
    private CborReader _reader = new(bytes.Span);

    public readonly int Position => _reader.Position;

    /// <summary>Opens an array of the given count; returns what <see cref="EndRecord"/> needs.</summary>
    public bool StartRecord(int count)
    {
        CborReader at = _reader;
        int? found = at.ReadArrayStart();
        if (found is not null && found != count)
            throw new CborException(_reader.Position, $"an array of {count}", $"one of {found}");
        _reader = at;
        return found is null;
    }

    public void EndRecord(bool isIndefinite)
    {
        if (isIndefinite && !_reader.TryReadBreak())
            throw new CborException(_reader.Position, "the break of an array", "another item");
    }

    public ulong ReadUInt64() => _reader.ReadUInt64();

    public uint ReadUInt32() => _reader.ReadUInt32();

    public Hash32 ReadHash32() => _reader.ReadHash32();

    public Hash32? ReadPrevHash() => _reader.TryReadNull() ? null : _reader.ReadHash32();

    public ReadOnlyMemory<byte> ReadBytes(int sizeBytes)
    {
        _reader.ReadBytes(sizeBytes);
        return _bytes.Slice(_reader.Position - sizeBytes, sizeBytes);
    }

    public VrfCertificate ReadVrfCertificate()
    {
        _reader.ReadArrayStart(2);
        ReadOnlyMemory<byte> output = ReadBytes(VrfCertificate.OutputSizeBytes);
        return new VrfCertificate(output, ReadBytes(VrfCertificate.ProofSizeBytes));
    }

    public OperationalCertificate ReadOperationalCertificate() => new(
        ReadBytes(OperationalCertificate.HotVerificationKeySizeBytes),
        ReadUInt64(),
        new KesPeriod(ReadUInt64()),
        ReadBytes(OperationalCertificate.SignatureSizeBytes));

    public ProtocolVersion ReadProtocolVersion()
    {
        int at = Position;
        ulong major = ReadUInt64();
        return major <= ProtocolVersion.DeclaredMajorMax
            ? new ProtocolVersion(major, ReadUInt64())
            : throw new CborException(
                at, $"a major protocol version of at most {ProtocolVersion.DeclaredMajorMax}", $"{major}");
    }

    public readonly void ExpectEnd() => _reader.ExpectEnd();

    /// <summary>The bytes from a position to here, or their minimal encoding where that differs.</summary>
    public readonly ReadOnlyMemory<byte> Minimal(int from, HeaderFields fields)
    {
        ReadOnlyMemory<byte> asReceived = _bytes[from.._reader.Position];
        // Nothing shorter than minimal exists: same size as the minimal encoding means same bytes.
        if (asReceived.Length == HeaderBodyEncoder.SizeBytes(fields))
            return asReceived;
        ArrayBufferWriter<byte> encoded = new(asReceived.Length);
        HeaderBodyEncoder.Encode(encoded, fields);
        return encoded.WrittenMemory;
    }
}
