using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoolTopology.Crypto.Blake2;

/// <summary>The compression function of BLAKE2b on four 64-bit lanes (AVX2).</summary>
/// <remarks>Pre: <see cref="Avx2"/> is supported, which also means little-endian words.</remarks>
internal static class Blake2bVector
{
    /// <summary>
    /// Compresses one or more blocks; counter is the byte count after the first, finalMask all ones for the last.
    /// </summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Compress(Span<ulong> state, ReadOnlySpan<byte> blocks, ulong counter, ulong finalMask)
    {
        ref ulong h = ref MemoryMarshal.GetReference(state);
        Vector256<ulong> h0 = Vector256.LoadUnsafe(ref h);
        Vector256<ulong> h1 = Vector256.LoadUnsafe(ref h, 4);
        for (; blocks.Length >= Blake2bCompression.BlockBytes; blocks = blocks[Blake2bCompression.BlockBytes..])
        {
            // The loop condition keeps the 16 words that follow inside the span.
            ref byte m = ref MemoryMarshal.GetReference(blocks);
            Vector256<ulong> a = h0;
            Vector256<ulong> b = h1;
            Vector256<ulong> c = Vector256.Create(
                Blake2bCompression.Iv0, Blake2bCompression.Iv1, Blake2bCompression.Iv2, Blake2bCompression.Iv3);
            Vector256<ulong> d = Vector256.Create(
                Blake2bCompression.Iv4 ^ counter,
                Blake2bCompression.Iv5,
                Blake2bCompression.Iv6 ^ finalMask,
                Blake2bCompression.Iv7);
            Round(ref m, ref a, ref b, ref c, ref d, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
            Round(ref m, ref a, ref b, ref c, ref d, 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3);
            Round(ref m, ref a, ref b, ref c, ref d, 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4);
            Round(ref m, ref a, ref b, ref c, ref d, 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8);
            Round(ref m, ref a, ref b, ref c, ref d, 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13);
            Round(ref m, ref a, ref b, ref c, ref d, 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9);
            Round(ref m, ref a, ref b, ref c, ref d, 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11);
            Round(ref m, ref a, ref b, ref c, ref d, 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10);
            Round(ref m, ref a, ref b, ref c, ref d, 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5);
            Round(ref m, ref a, ref b, ref c, ref d, 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0);
            Round(ref m, ref a, ref b, ref c, ref d, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
            Round(ref m, ref a, ref b, ref c, ref d, 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3);
            h0 ^= a ^ c;
            h1 ^= b ^ d;
            counter += Blake2bCompression.BlockBytes;
        }
        h0.StoreUnsafe(ref h);
        h1.StoreUnsafe(ref h, 4);
    }

    // Lanes hold columns; for the second half the rows are rotated so that lanes hold diagonals.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(
        ref byte m, ref Vector256<ulong> a, ref Vector256<ulong> b, ref Vector256<ulong> c, ref Vector256<ulong> d,
        int s0, int s1, int s2, int s3, int s4, int s5, int s6, int s7,
        int s8, int s9, int s10, int s11, int s12, int s13, int s14, int s15)
    {
        Mix(ref a, ref b, ref c, ref d, Words(ref m, s0, s2, s4, s6), Words(ref m, s1, s3, s5, s7));
        b = Avx2.Permute4x64(b, 0b00_11_10_01);
        c = Avx2.Permute4x64(c, 0b01_00_11_10);
        d = Avx2.Permute4x64(d, 0b10_01_00_11);
        Mix(ref a, ref b, ref c, ref d, Words(ref m, s8, s10, s12, s14), Words(ref m, s9, s11, s13, s15));
        b = Avx2.Permute4x64(b, 0b10_01_00_11);
        c = Avx2.Permute4x64(c, 0b01_00_11_10);
        d = Avx2.Permute4x64(d, 0b00_11_10_01);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(
        ref Vector256<ulong> a, ref Vector256<ulong> b, ref Vector256<ulong> c, ref Vector256<ulong> d,
        Vector256<ulong> x, Vector256<ulong> y)
    {
        a = a + x + b;
        d = RotateRight32(d ^ a);
        c += d;
        b = RotateRight24(b ^ c);
        a = a + y + b;
        d = RotateRight16(d ^ a);
        c += d;
        b = RotateRight63(b ^ c);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Words(ref byte m, int i, int j, int k, int l) =>
        Vector256.Create(Word(ref m, i), Word(ref m, j), Word(ref m, k), Word(ref m, l));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Word(ref byte m, int i) =>
        Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref m, i * sizeof(ulong)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> RotateRight32(Vector256<ulong> value) =>
        Avx2.Shuffle(value.AsUInt32(), 0b10_11_00_01).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> RotateRight24(Vector256<ulong> value) =>
        Avx2.Shuffle(value.AsByte(), Vector256.Create(
            (byte)3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10,
            3, 4, 5, 6, 7, 0, 1, 2, 11, 12, 13, 14, 15, 8, 9, 10)).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> RotateRight16(Vector256<ulong> value) =>
        Avx2.Shuffle(value.AsByte(), Vector256.Create(
            (byte)2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8, 9,
            2, 3, 4, 5, 6, 7, 0, 1, 10, 11, 12, 13, 14, 15, 8, 9)).AsUInt64();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> RotateRight63(Vector256<ulong> value) => (value >>> 63) | (value + value);
}
