namespace PoolTopology.Crypto.Kes;

/// <summary>Checks many key-evolving signatures at once, each with the verdict of <see cref="SumKes.Verify"/>.</summary>
/// <remarks>Claims are decided one by one, as in <see cref="Eddsa.Ed25519Batch"/>. Thread-safe; no state.</remarks>
public static class KesBatch
{
    /// <summary>Writes for each claim whether it holds; true when all do.</summary>
    /// <remarks>
    /// Errors: ArgumentException when both spans differ in length; none for the claims' bytes.
    /// Cost: variable time (all inputs are public); no allocation for messages up to 64,000 bytes.
    /// </remarks>
    public static bool Verify(ReadOnlySpan<KesClaim> claims, Span<bool> holds)
    {
        if (claims.Length != holds.Length)
            throw new ArgumentException("one verdict for each claim", nameof(holds));
        bool allHold = true;
        for (int i = 0; i < claims.Length; i++)
        {
            ref readonly KesClaim claim = ref claims[i];
            holds[i] = SumKes.Verify(
                claim.VerificationKey.Span, claim.Period, claim.Message.Span, claim.Signature.Span);
            allHold &= holds[i];
        }
        return allHold;
    }
}
