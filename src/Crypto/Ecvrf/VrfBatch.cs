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
    /// <summary>Writes for each claim whether it holds; true when all do.</summary>
    /// <remarks>
    /// Errors: ArgumentException when both spans differ in length; none for the claims' bytes.
    /// Cost: variable time (all inputs are public); no allocation for inputs up to 64,000 bytes.
    /// </remarks>
    public static bool Verify(ReadOnlySpan<VrfClaim> claims, Span<bool> holds)
    {
        if (claims.Length != holds.Length)
            throw new ArgumentException("one verdict for each claim", nameof(holds));
        bool allHold = true;
        for (int i = 0; i < claims.Length; i++)
        {
            holds[i] = Holds(claims[i]);
            allHold &= holds[i];
        }
        return allHold;
    }

    private static bool Holds(in VrfClaim claim)
    {
        Span<byte> output = stackalloc byte[Vrf.OutputSizeBytes];
        return Vrf.Verify(claim.PublicKey.Span, claim.Alpha.Span, claim.Proof.Span, output) == VrfVerdict.Valid
            && output.SequenceEqual(claim.Output.Span);
    }
}
