using System.Runtime.CompilerServices;
using PoolTopology.Crypto.Curve25519;
using PoolTopology.Crypto.Wide;

namespace PoolTopology.Crypto.Eddsa;

/// <summary>The check of <see cref="Ed25519.Verify"/> for as many signatures as there are lanes, or fewer.</summary>
/// <remarks>Cost: variable time; the same for one signature as for all lanes.</remarks>
/// <typeparam name="V">The register.</typeparam>
internal static class Ed25519Lanes<V>
    where V : unmanaged, IWide<V>
{
    private const int LanesMax = WideWords<V>.LanesMax;
    private const int PointBytes = PointEncoding.SizeBytes;
    private const int HeadBytes = 2 * PointBytes;

    /// <summary>Writes for each claim whether it holds.</summary>
    [SkipLocalsInit]
    internal static void Verify(ReadOnlySpan<Ed25519Claim> claims, Span<bool> holds)
    {
        Span<byte> keys = stackalloc byte[WideEncoding<V>.SizeBytes];
        Span<byte> heads = stackalloc byte[V.Lanes * HeadBytes];
        Messages messages = default;
        Span<Scalar> responses = stackalloc Scalar[LanesMax];
        // Lanes that are not used, or not well-formed, compute with zeros; y = 0 is a point.
        keys.Clear();
        heads.Clear();
        responses.Clear();
        for (int i = 0; i < claims.Length; i++)
        {
            ReadOnlySpan<byte> key = claims[i].PublicKey.Span;
            ReadOnlySpan<byte> signature = claims[i].Signature.Span;
            holds[i] = Ed25519.IsWellFormed(key, signature, out Scalar response);
            if (!holds[i])
                continue;
            responses[i] = response;
            key.CopyTo(keys[(i * PointBytes)..]);
            signature[..PointBytes].CopyTo(heads[(i * HeadBytes)..]);
            key.CopyTo(heads[(i * HeadBytes + PointBytes)..]);
            messages[i] = claims[i].Message;
        }
        // h = SHA-512(R || A || M) mod l
        Span<byte> hashes = stackalloc byte[WideSha512<V>.SizeBytes];
        WideSha512<V>.Hash(heads, messages, hashes);
        Span<Scalar> challenges = stackalloc Scalar[LanesMax];
        for (int i = 0; i < V.Lanes; i++)
            challenges[i] = Scalar.FromWideBytes(hashes.Slice(i * Sha512.SizeBytes, Sha512.SizeBytes));
        Compute(keys, challenges, responses, out uint isOnCurve);
        for (int i = 0; i < claims.Length; i++)
        {
            ReadOnlySpan<byte> expected = keys.Slice(i * PointBytes, PointBytes);
            holds[i] = holds[i]
                && ((isOnCurve >> i) & 1) == 1
                && expected.SequenceEqual(claims[i].Signature.Span[..PointBytes]);
        }
    }

    // Replaces the keys A by the encodings of S B - h A.
    [SkipLocalsInit]
    private static void Compute(
        Span<byte> keys, ReadOnlySpan<Scalar> challenges, ReadOnlySpan<Scalar> responses, out uint isOnCurve)
    {
        WideEncoding<V>.Decode(keys, out WidePoint<V> points, out V mask);
        isOnCurve = V.ToBits(mask);
        WidePoint<V>.Negate(points, out points);
        WideMultiplication<V>.SumWithBase(challenges, points, responses, out WidePoint<V> sum);
        WideEncoding<V>.EncodeAll(new ReadOnlySpan<WidePoint<V>>(in sum), keys);
    }

    [InlineArray(LanesMax)]
    private struct Messages
    {
        private ReadOnlyMemory<byte> _first;
    }
}
