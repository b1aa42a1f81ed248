namespace PoolTopology.Consensus.Headers;

/// <summary>Does the cryptography that the state rules left to do.</summary>
/// <remarks>Pure; safe on any thread. Order: the VRF proofs, the certificate's signature, the header's signature.</remarks>
public static class HeaderObligations
{
    /// <summary>Checks one obligation.</summary>
    /// <returns>Null when all holds.</returns>
    public static HeaderError? Check(HeaderObligation obligation)
    {
        ArgumentNullException.ThrowIfNull(obligation);
        return VrfProofRule.Check(obligation)
            ?? OperationalCertificateRule.Check(obligation.Header)
            ?? KesSignatureRule.Check(obligation.Header, obligation.KesEvolution);
    }

    /// <summary>Checks many.</summary>
    /// <returns>The index of the first that does not hold, with the reason; null when all hold.</returns>
    public static (int Index, HeaderError Error)? CheckMany(ReadOnlySpan<HeaderObligation> obligations)
    {
        for (int i = 0; i < obligations.Length; i++)
        {
            if (Check(obligations[i]) is HeaderError error)
                return (i, error);
        }
        return null;
    }
}
