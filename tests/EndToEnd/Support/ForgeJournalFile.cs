using System.Buffers.Binary;
using System.Numerics;

namespace PoolTopology.EndToEnd.Support;

/// <summary>The slots of a producer's forge journal, read by its documented shape and not by the producer's code.</summary>
internal static class ForgeJournalFile
{
    private const int HeaderBytes = 40;
    private const int RecordBytes = 92;
    private const int ChecksumOffset = RecordBytes - 4;

    /// <summary>(slot, block number) of every record, in the file's order.</summary>
    /// <remarks>Errors: InvalidDataException where the file has another length or a record another checksum.</remarks>
    public static IReadOnlyList<(ulong Slot, ulong BlockNo)> Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if ((bytes.Length - HeaderBytes) % RecordBytes != 0)
            throw new InvalidDataException($"{path} has {bytes.Length} bytes");
        List<(ulong, ulong)> records = [];
        for (int offset = HeaderBytes; offset < bytes.Length; offset += RecordBytes)
        {
            ReadOnlySpan<byte> record = bytes.AsSpan(offset, RecordBytes);
            if (BinaryPrimitives.ReadUInt32BigEndian(record[ChecksumOffset..]) != Checksum(record[..ChecksumOffset]))
                throw new InvalidDataException($"{path}: wrong checksum at {offset}");
            records.Add((BinaryPrimitives.ReadUInt64BigEndian(record), BinaryPrimitives.ReadUInt64BigEndian(record[16..])));
        }
        return records;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint checksum = uint.MaxValue;
        foreach (byte value in bytes)
            checksum = BitOperations.Crc32C(checksum, value);
        return ~checksum;
    }
}
