using System.Buffers.Binary;
using System.Numerics;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Journal;

/// <summary>What is about to be signed: one line of the forge journal.</summary>
/// <param name="Slot">The slot that is used up by this record, whatever happens next.</param>
/// <param name="CertificateNumber">The issue number of the operational certificate in the header.</param>
/// <param name="BlockNo">The block's number.</param>
/// <param name="PrevHash">The block it builds on; null on the genesis.</param>
/// <param name="HeaderBodyHash">BLAKE2b-256 of the bytes that KES will sign.</param>
/// <remarks>
/// Shape: 92 bytes: slot, certificate number, block number (8 bytes each, big-endian), previous hash (zeros for the
/// genesis), header body hash, CRC-32C of all before it.
/// </remarks>
internal sealed record ForgeRecord(
    Slot Slot, ulong CertificateNumber, BlockNo BlockNo, Hash32? PrevHash, Hash32 HeaderBodyHash)
{
    public const int SizeBytes = 92;

    private const int ChecksumOffset = SizeBytes - 4;

    /// <summary>Writes the record into exactly <see cref="SizeBytes"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, Slot.Value);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], CertificateNumber);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], BlockNo.Value);
        (PrevHash ?? default).CopyTo(destination[24..]);
        HeaderBodyHash.CopyTo(destination[56..]);
        BinaryPrimitives.WriteUInt32BigEndian(destination[ChecksumOffset..], ChecksumOf(destination[..ChecksumOffset]));
    }

    /// <summary>Reads a record; null when its checksum is wrong.</summary>
    public static ForgeRecord? TryRead(ReadOnlySpan<byte> bytes)
    {
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes[ChecksumOffset..]) != ChecksumOf(bytes[..ChecksumOffset]))
            return null;
        Hash32 prevHash = new(bytes[24..56]);
        return new ForgeRecord(
            new Slot(BinaryPrimitives.ReadUInt64BigEndian(bytes)),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]),
            new BlockNo(BinaryPrimitives.ReadUInt64BigEndian(bytes[16..])),
            prevHash == default ? null : prevHash,
            new Hash32(bytes[56..88]));
    }

    /// <summary>CRC-32C, begun and ended with all bits set: a run of zeros has no valid checksum.</summary>
    internal static uint ChecksumOf(ReadOnlySpan<byte> bytes)
    {
        uint checksum = uint.MaxValue;
        foreach (byte value in bytes)
            checksum = BitOperations.Crc32C(checksum, value);
        return ~checksum;
    }
}
