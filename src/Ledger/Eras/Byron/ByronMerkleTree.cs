using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Eras.Byron;

/// <summary>The Merkle tree over a block's transactions.</summary>
/// <remarks>
/// A leaf is H(0 ‖ transaction), a node H(1 ‖ left ‖ right), and of n leaves the left side has the greatest power of
/// two below n; no leaves give H of nothing. Spec: cardano-ledger-byron <c>Cardano.Chain.Common.Merkle</c>.
/// </remarks>
internal static class ByronMerkleTree
{
    public static Hash32 Leaf(ReadOnlySpan<byte> transaction)
    {
        byte[] hashed = [0, .. transaction];
        return Digest.Blake2b256(hashed);
    }

    public static Hash32 Root(ReadOnlySpan<Hash32> leaves)
    {
        if (leaves.IsEmpty)
            return Digest.Blake2b256([]);
        if (leaves.Length == 1)
            return leaves[0];
        int left = 1 << (31 - int.LeadingZeroCount(leaves.Length - 1));
        Span<byte> hashed = stackalloc byte[1 + (2 * Hash32.SizeBytes)];
        hashed[0] = 1;
        Root(leaves[..left]).CopyTo(hashed[1..]);
        Root(leaves[left..]).CopyTo(hashed[(1 + Hash32.SizeBytes)..]);
        return Digest.Blake2b256(hashed);
    }
}
