using System.Buffers.Binary;

namespace PoolTopology.Storage.Files;

/// <summary>CRC-32 as zip and zlib compute it (polynomial 0xEDB88320, reflected).</summary>
/// <remarks>
/// Cost: eight bytes a step over eight tables of 1 KiB; no allocation.
/// Spec: ISO 3309, the checksum of the ImmutableDB's secondary index.
/// </remarks>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int TableSize = 256;

    private static readonly uint[] Tables = MakeTables();

    /// <summary>The checksum of the bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => ~Update(~0u, bytes);

    private static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        uint[] tables = Tables;
        while (bytes.Length >= 8)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            // Table j advances a byte over the j bytes that follow it in the step.
            crc = tables[(7 * TableSize) + (int)(low & 0xff)]
                ^ tables[(6 * TableSize) + (int)((low >> 8) & 0xff)]
                ^ tables[(5 * TableSize) + (int)((low >> 16) & 0xff)]
                ^ tables[(4 * TableSize) + (int)(low >> 24)]
                ^ tables[(3 * TableSize) + (int)(high & 0xff)]
                ^ tables[(2 * TableSize) + (int)((high >> 8) & 0xff)]
                ^ tables[TableSize + (int)((high >> 16) & 0xff)]
                ^ tables[(int)(high >> 24)];
            bytes = bytes[8..];
        }
        foreach (byte value in bytes)
            crc = tables[(int)((crc ^ value) & 0xff)] ^ (crc >> 8);
        return crc;
    }

    private static uint[] MakeTables()
    {
        uint[] tables = new uint[8 * TableSize];
        for (uint i = 0; i < TableSize; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            tables[i] = crc;
        }
        for (int i = TableSize; i < tables.Length; i++)
        {
            uint before = tables[i - TableSize];
            tables[i] = tables[(int)(before & 0xff)] ^ (before >> 8);
        }
        return tables;
    }
}
