using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Headers;

namespace PoolTopology.Node.Verification;

/// <summary>Consecutive blocks that keep every rule of state, and what is still to be proven of them.</summary>
internal sealed class ProofBatch
{
    private readonly List<BlockMark> _blocks = [];
    private readonly List<BlockObligations> _owed = [];

    /// <summary>How many proofs and signatures are owed.</summary>
    public int Size { get; private set; }

    /// <summary>No block is in the batch.</summary>
    public bool IsEmpty => _blocks.Count == 0;

    /// <summary>The first block's place in the chain.</summary>
    public long FirstIndex => _blocks[0].Index;

    /// <summary>Adds the block that follows the last one.</summary>
    public void Add(BlockMark block, BlockObligations owed)
    {
        _blocks.Add(block);
        _owed.Add(owed);
        Size += ProofsOf(owed);
    }

    /// <summary>Checks everything. Safe on any thread once nothing is added any more.</summary>
    /// <returns>The first block of which something does not hold; null when all holds.</returns>
    public VerificationFailure? Check()
    {
        HeaderObligation[] headers = [.. _owed.Select(owed => owed.Header)];
        (int Index, HeaderError Error)? badHeader = HeaderObligations.CheckMany(headers);
        // A header comes before its body: the bodies from the bad header's block on do not matter.
        int end = badHeader?.Index ?? _owed.Count;
        for (int i = 0; i < end; i++)
        {
            if (_owed[i].CheckBody() is BlockError error)
                return new VerificationFailure.Refused(_blocks[i], error);
        }
        return badHeader is (int at, HeaderError refused)
            ? new VerificationFailure.Refused(_blocks[at], new BlockError.InvalidHeader(refused))
            : null;
    }

    private static int ProofsOf(BlockObligations owed) =>
        owed.Header.VrfUses.Length + HeaderSignatures + owed.Body.Length;

    private const int HeaderSignatures = 2; // of the header, and of the operational certificate
}
