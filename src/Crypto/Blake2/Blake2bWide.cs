using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoolTopology.Crypto.Blake2;

/// <summary>
/// The compression function of BLAKE2b with AVX-512: a whole block in two registers, permuted by one instruction.
/// </summary>
/// <remarks>Pre: <see cref="IsSupported"/>, which also means little-endian words.</remarks>
internal static class Blake2bWide
{
    private const int Rounds = 12;
    private const int WordsPerRound = 16;

    internal static bool IsSupported => Avx512F.IsSupported && Avx512F.VL.IsSupported;

    /// <summary>
    /// Compresses one or more blocks; counter is the byte count after the first, finalMask all ones for the last.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compress(Span<ulong> state, ReadOnlySpan<byte> blocks, ulong counter, ulong finalMask)
    {
        ref ulong h = ref MemoryMarshal.GetReference(state);
        ref ulong order = ref MemoryMarshal.GetReference(Order);
        Vector256<ulong> h0 = Vector256.LoadUnsafe(ref h);
        Vector256<ulong> h1 = Vector256.LoadUnsafe(ref h, 4);
        for (; blocks.Length >= Blake2bCompression.BlockBytes; blocks = blocks[Blake2bCompression.BlockBytes..])
        {
            // The loop condition keeps both loads inside the span.
            ref byte block = ref MemoryMarshal.GetReference(blocks);
            Vector512<ulong> low = Vector512.LoadUnsafe(ref block).AsUInt64();
            Vector512<ulong> high = Vector512.LoadUnsafe(ref block, 64).AsUInt64();
            Vector256<ulong> a = h0;
            Vector256<ulong> b = h1;
            Vector256<ulong> c = Vector256.Create(
                Blake2bCompression.Iv0, Blake2bCompression.Iv1, Blake2bCompression.Iv2, Blake2bCompression.Iv3);
            Vector256<ulong> d = Vector256.Create(
                Blake2bCompression.Iv4 ^ counter,
                Blake2bCompression.Iv5,
                Blake2bCompression.Iv6 ^ finalMask,
                Blake2bCompression.Iv7);
            for (nuint offset = 0; offset < Rounds * WordsPerRound; offset += WordsPerRound)
            {
                // Invariant: offset + 16 words lie inside the table of 12 rounds.
                Vector512<ulong> columns = Vector512.LoadUnsafe(ref order, offset);
                Vector512<ulong> diagonals = Vector512.LoadUnsafe(ref order, offset + 8);
                Mix(ref a, ref b, ref c, ref d, Avx512F.PermuteVar8x64x2(low, columns, high));
                b = Avx2.Permute4x64(b, 0b00_11_10_01);
                c = Avx2.Permute4x64(c, 0b01_00_11_10);
                d = Avx2.Permute4x64(d, 0b10_01_00_11);
                Mix(ref a, ref b, ref c, ref d, Avx512F.PermuteVar8x64x2(low, diagonals, high));
                b = Avx2.Permute4x64(b, 0b10_01_00_11);
                c = Avx2.Permute4x64(c, 0b01_00_11_10);
                d = Avx2.Permute4x64(d, 0b00_11_10_01);
            }
            h0 ^= a ^ c;
            h1 ^= b ^ d;
            counter += Blake2bCompression.BlockBytes;
        }
        h0.StoreUnsafe(ref h);
        h1.StoreUnsafe(ref h, 4);
    }

    // The four x words in the lower half, the four y words in the upper.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(
        ref Vector256<ulong> a, ref Vector256<ulong> b, ref Vector256<ulong> c, ref Vector256<ulong> d,
        Vector512<ulong> words)
    {
        a = a + words.GetLower() + b;
        d = Avx512F.VL.RotateRight(d ^ a, 32);
        c += d;
        b = Avx512F.VL.RotateRight(b ^ c, 24);
        a = a + words.GetUpper() + b;
        d = Avx512F.VL.RotateRight(d ^ a, 16);
        c += d;
        b = Avx512F.VL.RotateRight(b ^ c, 63);
    }

    // RFC 7693, section 2.7, per half round: x of the four columns (or diagonals), then y. Rounds 10 and 11 repeat 0
    // and 1.
    private static ReadOnlySpan<ulong> Order =>
    [
        0, 2, 4, 6, 1, 3, 5, 7,
        8, 10, 12, 14, 9, 11, 13, 15,
        14, 4, 9, 13, 10, 8, 15, 6,
        1, 0, 11, 5, 12, 2, 7, 3,
        11, 12, 5, 15, 8, 0, 2, 13,
        10, 3, 7, 9, 14, 6, 1, 4,
        7, 3, 13, 11, 9, 1, 12, 14,
        2, 5, 4, 15, 6, 10, 0, 8,
        9, 5, 2, 10, 0, 7, 4, 15,
        14, 11, 6, 3, 1, 12, 8, 13,
        2, 6, 0, 8, 12, 10, 11, 3,
        4, 7, 15, 1, 13, 5, 14, 9,
        12, 1, 14, 4, 5, 15, 13, 10,
        0, 6, 9, 8, 7, 3, 2, 11,
        13, 7, 12, 3, 11, 14, 1, 9,
        5, 15, 8, 2, 0, 4, 6, 10,
        6, 14, 11, 0, 15, 9, 3, 8,
        12, 13, 1, 10, 2, 7, 4, 5,
        10, 8, 7, 1, 2, 4, 6, 5,
        15, 9, 3, 13, 11, 14, 12, 0,
        0, 2, 4, 6, 1, 3, 5, 7,
        8, 10, 12, 14, 9, 11, 13, 15,
        14, 4, 9, 13, 10, 8, 15, 6,
        1, 0, 11, 5, 12, 2, 7, 3,
    ];
}
