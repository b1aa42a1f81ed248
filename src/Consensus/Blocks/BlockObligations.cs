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
    /// <summary>Scripts that were taken at their word: nobody checks them yet.</summary>
    public UnevaluatedScripts Unevaluated { get; init; }

    /// <summary>Checks everything.</summary>
    /// <returns>Null when all holds.</returns>
    public BlockError? Check() => HeaderObligations.Check(Header) is HeaderError error
        ? new BlockError.InvalidHeader(error)
        : CheckBody();

    /// <summary>Checks many blocks, in batches of claims of one kind, which is faster than one by one.</summary>
    /// <returns>
    /// The index of the first block of which something does not hold, with the reason; null when all hold.
    /// </returns>
    public static (int Index, BlockError Error)? CheckMany(ReadOnlySpan<BlockObligations> blocks)
    {
        HeaderObligation[] headers = new HeaderObligation[blocks.Length];
        for (int i = 0; i < headers.Length; i++)
            headers[i] = blocks[i].Header;
        (int Index, HeaderError Error)? header = HeaderObligations.CheckMany(headers);
        // In a block the header comes first: bodies from its block on are not asked any more.
        if (CheckBodies(blocks[..(header?.Index ?? blocks.Length)]) is (int, BlockError) body)
            return body;
        return header is (int at, HeaderError error) ? (at, new BlockError.InvalidHeader(error)) : null;
    }

    /// <summary>Checks the signatures of many bodies: for blocks whose headers are proven already.</summary>
    /// <returns>The index of the first block of which one does not hold, with the reason; null when all hold.</returns>
    public static (int Index, BlockError Error)? CheckBodies(ReadOnlySpan<BlockObligations> blocks)
    {
        int count = 0;
        foreach (BlockObligations block in blocks)
            count += block.Body.Length;
        if (count == 0)
            return null;
        Ed25519Claim[] claims = new Ed25519Claim[count];
        int next = 0;
        foreach (BlockObligations block in blocks)
        {
            foreach (SignatureObligation owed in block.Body)
                claims[next++] = owed.Claim;
        }
        bool[] holds = new bool[count];
        if (Ed25519Batch.Verify(claims, holds))
            return null;
        int first = Array.IndexOf(holds, false);
        int blockIndex = 0;
        for (; first >= blocks[blockIndex].Body.Length; blockIndex++)
            first -= blocks[blockIndex].Body.Length;
        SignatureObligation failed = blocks[blockIndex].Body[first];
        return (blockIndex, new BlockError.InvalidWitness(failed.TransactionIndex, first));
    }

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
