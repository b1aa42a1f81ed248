namespace PoolTopology.Crypto.Eddsa;

/// <summary>Checks many Ed25519 signatures at once, each with the verdict of <see cref="Ed25519.Verify"/>.</summary>
/// <remarks>
/// Every claim is decided by its own equation; nothing is summed up over claims, so that no set of wrong signatures
/// can pass together, and a wrong one does not touch the verdict of its neighbours. Thread-safe; no state.
/// </remarks>
public static class Ed25519Batch
{
    /// <summary>Writes for each claim whether it holds; true when all do.</summary>
    /// <remarks>
    /// Errors: ArgumentException when both spans differ in length; none for the claims' bytes.
    /// Cost: variable time (all inputs are public); no allocation for messages up to 64,000 bytes.
    /// </remarks>
    public static bool Verify(ReadOnlySpan<Ed25519Claim> claims, Span<bool> holds)
    {
        if (claims.Length != holds.Length)
            throw new ArgumentException("one verdict for each claim", nameof(holds));
        bool allHold = true;
        for (int i = 0; i < claims.Length; i++)
        {
            ref readonly Ed25519Claim claim = ref claims[i];
            holds[i] = Ed25519.Verify(claim.PublicKey.Span, claim.Message.Span, claim.Signature.Span);
            allHold &= holds[i];
        }
        return allHold;
    }
}
