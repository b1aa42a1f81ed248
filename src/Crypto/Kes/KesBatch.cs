using System.Runtime.CompilerServices;
using PoolTopology.Crypto.Eddsa;

namespace PoolTopology.Crypto.Kes;

/// <summary>
/// Checks many key-evolving signatures at once, each with the verdict of <see cref="SumKes.Verify"/>.
/// </summary>
/// <remarks>Claims are decided one by one, as in <see cref="Eddsa.Ed25519Batch"/>. Thread-safe; no state.</remarks>
public static class KesBatch
{
    // A multiple of all numbers of lanes.
    private const int GroupSize = 8;

    /// <summary>Writes for each claim whether it holds; true when all do.</summary>
    /// <remarks>
    /// Errors: ArgumentException when both spans differ in length; none for the claims' bytes.
    /// Cost: variable time (all inputs are public); no allocation for messages up to 64,000 bytes.
    /// </remarks>
    public static bool Verify(ReadOnlySpan<KesClaim> claims, Span<bool> holds)
    {
        if (claims.Length != holds.Length)
            throw new ArgumentException("one verdict for each claim", nameof(holds));
        LeafClaims leaves = default;
        for (int done = 0; done < claims.Length; done += GroupSize)
        {
            int count = Math.Min(GroupSize, claims.Length - done);
            // A claim that does not lead to its leaf leaves the default, which does not hold either.
            for (int i = 0; i < count; i++)
                _ = SumKes.TryReduce(claims[done + i], out leaves[i]);
            _ = Ed25519Batch.Verify(leaves[..count], holds.Slice(done, count));
        }
        return !holds.Contains(false);
    }

    [InlineArray(GroupSize)]
    private struct LeafClaims
    {
        private Ed25519Claim _first;
    }
}
