using PoolTopology.Consensus.Nonces;
using PoolTopology.Crypto.Ecvrf;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Crypto.Kes;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;

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

    /// <summary>Checks many, in batches of claims of one kind, which is faster than one by one.</summary>
    /// <remarks>
    /// Post: the answer is that of <see cref="Check"/> for each in turn. Cost: allocates some 400 bytes for each.
    /// </remarks>
    /// <returns>The index of the first that does not hold, with the reason; null when all hold.</returns>
    public static (int Index, HeaderError Error)? CheckMany(ReadOnlySpan<HeaderObligation> obligations)
    {
        int first = Math.Min(
            FirstFailingVrf(obligations),
            Math.Min(FirstFailingCertificate(obligations), FirstFailingSignature(obligations)));
        if (first == obligations.Length)
            return null;
        // Asked again by itself, it says why.
        HeaderError? error = Check(obligations[first]);
        Invariant.Require(error is not null, "what fails in a batch fails by itself");
        return (first, error);
    }

    private static int FirstFailingVrf(ReadOnlySpan<HeaderObligation> obligations)
    {
        int count = 0;
        foreach (HeaderObligation obligation in obligations)
            count += obligation.VrfUses.Length;
        VrfClaim[] claims = new VrfClaim[count];
        int[] owners = new int[count];
        byte[] inputs = new byte[count * VrfRanges.InputSizeBytes];
        int next = 0;
        for (int i = 0; i < obligations.Length; i++)
        {
            foreach (VrfUse use in obligations[i].VrfUses)
            {
                Memory<byte> input = inputs.AsMemory(next * VrfRanges.InputSizeBytes, VrfRanges.InputSizeBytes);
                obligations[i].VrfInput(use).CopyTo(input.Span);
                VrfCertificate certificate = obligations[i].Certificate(use);
                claims[next] = new VrfClaim(
                    obligations[i].Header.VrfVerificationKey, input, certificate.Proof, certificate.Output);
                owners[next++] = i;
            }
        }
        bool[] holds = new bool[count];
        return VrfBatch.Verify(claims, holds) ? obligations.Length : owners[Array.IndexOf(holds, false)];
    }

    // The same certificate stands in every header of its issuer for months: in a batch it is checked once.
    private static int FirstFailingCertificate(ReadOnlySpan<HeaderObligation> obligations)
    {
        Dictionary<Hash28, BlockHeader> lastOf = [];
        List<Ed25519Claim> claims = new(obligations.Length);
        List<int> owners = new(obligations.Length);
        byte[] messages = new byte[obligations.Length * OperationalCertificate.SignedSizeBytes];
        for (int i = 0; i < obligations.Length; i++)
        {
            BlockHeader header = obligations[i].Header;
            OperationalCertificate certificate = header.OperationalCertificate;
            if (lastOf.TryGetValue(header.PoolId, out BlockHeader? last) && certificate == last.OperationalCertificate)
                continue;
            lastOf[header.PoolId] = header;
            Memory<byte> signed = messages.AsMemory(
                i * OperationalCertificate.SignedSizeBytes, OperationalCertificate.SignedSizeBytes);
            certificate.WriteSigned(signed.Span);
            claims.Add(new Ed25519Claim(header.IssuerVerificationKey, signed, certificate.Signature));
            owners.Add(i);
        }
        bool[] holds = new bool[claims.Count];
        return Ed25519Batch.Verify([.. claims], holds) ? obligations.Length : owners[Array.IndexOf(holds, false)];
    }

    private static int FirstFailingSignature(ReadOnlySpan<HeaderObligation> obligations)
    {
        KesClaim[] claims = new KesClaim[obligations.Length];
        for (int i = 0; i < claims.Length; i++)
        {
            BlockHeader header = obligations[i].Header;
            // An evolution that no key reaches makes a claim that does not hold.
            int period = (int)Math.Min(obligations[i].KesEvolution, SumKes.Periods);
            claims[i] = new KesClaim(
                header.OperationalCertificate.HotVerificationKey, period, header.BodyBytes, header.KesSignature);
        }
        bool[] holds = new bool[claims.Length];
        return KesBatch.Verify(claims, holds) ? claims.Length : Array.IndexOf(holds, false);
    }
}
