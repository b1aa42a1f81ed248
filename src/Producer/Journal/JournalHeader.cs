using System.Buffers.Binary;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Journal;

/// <summary>The first bytes of a journal: what the file is, and whose.</summary>
/// <remarks>Shape: 40 bytes: "PTFORGE" and the version 1, pool id (28 bytes), CRC-32C of both, big-endian.</remarks>
internal static class JournalHeader
{
    public const int SizeBytes = 40;

    private const int ChecksumOffset = SizeBytes - 4;

    private static ReadOnlySpan<byte> Magic => "PTFORGE\u0001"u8;

    public static byte[] Write(Hash28 poolId)
    {
        byte[] header = new byte[SizeBytes];
        Magic.CopyTo(header);
        poolId.CopyTo(header.AsSpan(Magic.Length));
        BinaryPrimitives.WriteUInt32BigEndian(
            header.AsSpan(ChecksumOffset), ForgeRecord.ChecksumOf(header.AsSpan(0, ChecksumOffset)));
        return header;
    }

    /// <summary>The pool of a header; null when the bytes are no header.</summary>
    public static Hash28? TryRead(ReadOnlySpan<byte> header) =>
        header.StartsWith(Magic)
        && BinaryPrimitives.ReadUInt32BigEndian(header[ChecksumOffset..]) == ForgeRecord.ChecksumOf(header[..ChecksumOffset])
            ? new Hash28(header.Slice(Magic.Length, Hash28.SizeBytes))
            : null;
}
