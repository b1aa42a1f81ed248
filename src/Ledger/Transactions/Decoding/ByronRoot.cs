using System.Security.Cryptography;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>The root of the Byron address that a bootstrap witness spends from.</summary>
/// <remarks>
/// Spec: cardano-ledger <c>Cardano.Ledger.Keys.Bootstrap</c>, <c>bootstrapWitKeyHash</c>: BLAKE2b-224 of SHA3-256 of
/// the CBOR <c>[0, [0, key ‖ chain code], attributes]</c>, put together without looking at its parts.
/// </remarks>
internal static class ByronRoot
{
    private static ReadOnlySpan<byte> Prefix => [0x83, 0x00, 0x82, 0x00, 0x58, 0x40];

    public static Hash28 Of(
        ReadOnlySpan<byte> verificationKey, ReadOnlySpan<byte> chainCode, ReadOnlySpan<byte> attributes)
    {
        byte[] spending =
            [.. Prefix, .. verificationKey, .. chainCode, .. attributes];
        Span<byte> inner = stackalloc byte[SHA3_256.HashSizeInBytes];
        SHA3_256.HashData(spending, inner);
        return Digest.Blake2b224(inner);
    }
}
