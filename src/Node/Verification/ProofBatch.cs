using PoolTopology.Consensus.Blocks;

namespace PoolTopology.Node.Verification;

/// <summary>Consecutive blocks that keep every rule of state, and what is still to be proven of them.</summary>
internal sealed class ProofBatch
{
    private const int HeaderSignatures = 2; // of the header, and of the operational certificate

    private readonly List<BlockMark> _blocks = [];
    private readonly List<BlockObligations> _owed = [];

    /// <summary>How many proofs and signatures are owed.</summary>
    public int Size { get; private set; }

    /// <summary>The first block's place in the chain.</summary>
    public long FirstIndex => _blocks[0].Index;

    /// <summary>Adds the block that follows the last one.</summary>
    public void Add(BlockMark block, BlockObligations owed)
    {
        _blocks.Add(block);
        _owed.Add(owed);
        Size += owed.Header.VrfUses.Length + HeaderSignatures + owed.Body.Length;
    }

    /// <summary>Checks everything. Safe on any thread once nothing is added any more.</summary>
    /// <returns>The first block of which something does not hold; null when all holds.</returns>
    public VerificationFailure? Check() =>
        BlockObligations.CheckMany([.. _owed]) is (int index, BlockError error)
            ? new VerificationFailure.Refused(_blocks[index], error)
            : null;
}
