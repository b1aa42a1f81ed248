using System.Collections.Immutable;
using PoolTopology.Consensus.Headers;
using PoolTopology.Crypto.Eddsa;

namespace PoolTopology.Consensus.Blocks;

public abstract partial record BlockError
{
    /// <summary>A witness of a transaction does not sign it.</summary>
    public sealed record InvalidWitness(int TransactionIndex, int SignatureIndex) : BlockError;
}

/// <summary>What is still to be proven of a block that keeps every rule of state.</summary>
/// <param name="Header">The header's proofs and signatures.</param>
/// <param name="Body">The body's signatures, in the order of its transactions.</param>
/// <remarks>The block is valid if <see cref="Check"/> finds nothing; at any time, in any order, on any thread.</remarks>
public sealed record BlockObligations(HeaderObligation Header, ImmutableArray<SignatureObligation> Body)
{
    /// <summary>Checks everything.</summary>
    /// <returns>Null when all holds.</returns>
    public BlockError? Check() => HeaderObligations.Check(Header) is HeaderError error
        ? new BlockError.InvalidHeader(error)
        : CheckBody();

    /// <summary>Checks the body's signatures alone.</summary>
    /// <returns>Null when all hold.</returns>
    public BlockError? CheckBody()
    {
        for (int i = 0; i < Body.Length; i++)
        {
            SignatureObligation owed = Body[i];
            if (!Ed25519.Verify(owed.VerificationKey.Span, owed.Message.Span, owed.Signature.Span))
                return new BlockError.InvalidWitness(owed.TransactionIndex, i);
        }
        return null;
    }
}
