using PoolTopology.Crypto.Wide;

namespace PoolTopology.Crypto.Eddsa;

/// <summary>Checks many Ed25519 signatures at once, each with the verdict of <see cref="Ed25519.Verify"/>.</summary>
/// <remarks>
/// Every claim is decided by its own equation; nothing is summed up over claims, so that no set of wrong signatures
/// can pass together, and a wrong one does not touch the verdict of its neighbours. Thread-safe; no state.
/// </remarks>
public static class Ed25519Batch
{
    // Fewer are faster one by one: a group takes nearly as long as two single checks, full or not.
    private const int LanesPayFrom = 2;

    /// <summary>Writes for each claim whether it holds; true when all do.</summary>
    /// <remarks>
    /// Errors: ArgumentException when both spans differ in length; none for the claims' bytes.
    /// Cost: variable time (all inputs are public); no allocation for messages up to 64,000 bytes.
    /// </remarks>
    public static bool Verify(ReadOnlySpan<Ed25519Claim> claims, Span<bool> holds)
    {
        if (claims.Length != holds.Length)
            throw new ArgumentException("one verdict for each claim", nameof(holds));
        int done = 0;
        if (Wide8.IsSupported)
            done = InLanes<Wide8>(claims, holds);
        else if (Wide4.IsSupported)
            done = InLanes<Wide4>(claims, holds);
        for (; done < claims.Length; done++)
        {
            ref readonly Ed25519Claim claim = ref claims[done];
            holds[done] = Ed25519.Verify(claim.PublicKey.Span, claim.Message.Span, claim.Signature.Span);
        }
        return !holds.Contains(false);
    }

    // Checks whole groups, and a last one that pays; returns how many claims that were.
    private static int InLanes<V>(ReadOnlySpan<Ed25519Claim> claims, Span<bool> holds)
        where V : unmanaged, IWide<V>
    {
        int done = 0;
        while (claims.Length - done >= LanesPayFrom)
        {
            int count = Math.Min(V.Lanes, claims.Length - done);
            Ed25519Lanes<V>.Verify(claims.Slice(done, count), holds.Slice(done, count));
            done += count;
        }
        return done;
    }
}
