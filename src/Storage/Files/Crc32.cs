using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoolTopology.Storage.Files;

/// <summary>CRC-32 as zip and zlib compute it (polynomial 0xEDB88320, reflected).</summary>
/// <remarks>
/// Cost: 64 bytes a step by carry-less multiplication where the processor has it, else eight bytes a step over eight
/// tables of 1 KiB; no allocation.
/// Spec: ISO 3309, the checksum of the ImmutableDB's secondary index. Folding: Gopal et al., "Fast CRC Computation for
/// Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009; its constants for this polynomial, bit-reflected.
/// </remarks>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int TableSize = 256;

    private static readonly uint[] Tables = MakeTables();

    /// <summary>The checksum of the bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~0u;
        if (Pclmulqdq.IsSupported && bytes.Length >= 2 * FoldSizeBytes)
        {
            int folded = bytes.Length / LaneSizeBytes * LaneSizeBytes;
            crc = Fold(crc, bytes[..folded]);
            bytes = bytes[folded..];
        }
        return ~UpdateByTables(crc, bytes);
    }

    /// <summary>The register after whole lanes of 16 bytes, at least four.</summary>
    private static uint Fold(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<Vector128<ulong>> lanes = MemoryMarshal.Cast<byte, Vector128<ulong>>(bytes);
        // What the register holds is added to the message's first bits.
        Vector128<ulong> a = lanes[0] ^ Vector128.CreateScalar((ulong)crc);
        Vector128<ulong> b = lanes[1];
        Vector128<ulong> c = lanes[2];
        Vector128<ulong> d = lanes[3];
        lanes = lanes[4..];
        for (; lanes.Length >= 4; lanes = lanes[4..])
        {
            a = Shift(a, By512Bits) ^ lanes[0];
            b = Shift(b, By512Bits) ^ lanes[1];
            c = Shift(c, By512Bits) ^ lanes[2];
            d = Shift(d, By512Bits) ^ lanes[3];
        }
        a = Shift(a, By128Bits) ^ b;
        a = Shift(a, By128Bits) ^ c;
        a = Shift(a, By128Bits) ^ d;
        foreach (Vector128<ulong> lane in lanes)
            a = Shift(a, By128Bits) ^ lane;
        // The sixteen bytes that are left have the remainder of the whole message.
        Span<byte> rest = stackalloc byte[LaneSizeBytes];
        MemoryMarshal.Write(rest, in a);
        return UpdateByTables(0, rest);
    }

    /// <summary>The lane times x^n modulo the polynomial, in 128 bits: each half times its power of x.</summary>
    private static Vector128<ulong> Shift(Vector128<ulong> lane, Vector128<ulong> powers) =>
        Pclmulqdq.CarrylessMultiply(lane, powers, 0x00) ^ Pclmulqdq.CarrylessMultiply(lane, powers, 0x11);

    // x^(n+32) and x^(n-32) modulo the polynomial, reflected.
    private static Vector128<ulong> By512Bits => Vector128.Create(0x154442bd4UL, 0x1c6e41596UL);

    private static Vector128<ulong> By128Bits => Vector128.Create(0x1751997d0UL, 0x0ccaa009eUL);

    private const int LaneSizeBytes = 16;
    private const int FoldSizeBytes = 64;

    private static uint UpdateByTables(uint crc, ReadOnlySpan<byte> bytes)
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
