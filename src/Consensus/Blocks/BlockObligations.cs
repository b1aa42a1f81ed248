using System.Collections.Immutable;
using PoolTopology.Consensus.Headers;
using PoolTopology.Crypto.Eddsa;

namespace PoolTopology.Consensus.Blocks;

public abstract partial record BlockError
{
    /// <summary>A witness does not sign its transaction. Both are counted from 0, the signatures over the block.</summary>
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
        if (Body.IsEmpty)
            return null;
        Ed25519Claim[] claims = new Ed25519Claim[Body.Length];
        for (int i = 0; i < claims.Length; i++)
            claims[i] = Body[i].Claim;
        bool[] holds = new bool[claims.Length];
        if (Ed25519Batch.Verify(claims, holds))
            return null;
        int at = Array.IndexOf(holds, false);
        return new BlockError.InvalidWitness(Body[at].TransactionIndex, at);
    }
}
