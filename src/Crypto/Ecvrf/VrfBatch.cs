using PoolTopology.Crypto.Wide;

namespace PoolTopology.Crypto.Ecvrf;

/// <summary>
/// Checks many VRF certificates at once: each holds when <see cref="Vrf.Verify"/> yields the claimed output.
/// </summary>
/// <remarks>
/// Claims are decided one by one, as in <see cref="Eddsa.Ed25519Batch"/>. Why one does not hold,
/// <see cref="Vrf.Verify"/> tells. Thread-safe; no state.
/// </remarks>
public static class VrfBatch
{
    // Fewer are faster one by one: a group takes as long as two to three single checks, full or not.
    private const int LanesPayFrom = 3;

    /// <summary>Writes for each claim whether it holds; true when all do.</summary>
    /// <remarks>
    /// Errors: ArgumentException when both spans differ in length; none for the claims' bytes.
    /// Cost: variable time (all inputs are public); no allocation for inputs up to 64,000 bytes.
    /// </remarks>
    public static bool Verify(ReadOnlySpan<VrfClaim> claims, Span<bool> holds)
    {
        if (claims.Length != holds.Length)
            throw new ArgumentException("one verdict for each claim", nameof(holds));
        int done = 0;
        if (Wide8.IsSupported)
            done = InLanes<Wide8>(claims, holds);
        else if (Wide4.IsSupported)
            done = InLanes<Wide4>(claims, holds);
        for (; done < claims.Length; done++)
            holds[done] = Holds(claims[done]);
        return !holds.Contains(false);
    }

    // Checks whole groups, and a last one that pays; returns how many claims that were.
    private static int InLanes<V>(ReadOnlySpan<VrfClaim> claims, Span<bool> holds)
        where V : unmanaged, IWide<V>
    {
        int done = 0;
        while (claims.Length - done >= LanesPayFrom)
        {
            int count = Math.Min(V.Lanes, claims.Length - done);
            VrfLanes<V>.Verify(claims.Slice(done, count), holds.Slice(done, count));
            done += count;
        }
        return done;
    }

    private static bool Holds(in VrfClaim claim)
    {
        Span<byte> output = stackalloc byte[Vrf.OutputSizeBytes];
        return Vrf.Verify(claim.PublicKey.Span, claim.Alpha.Span, claim.Proof.Span, output) == VrfVerdict.Valid
            && output.SequenceEqual(claim.Output.Span);
    }
}
