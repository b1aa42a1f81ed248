using PoolTopology.Consensus.Blocks;

namespace PoolTopology.Storage.ChainDb;

/// <summary>Proves one block after the other, on the caller's thread.</summary>
internal sealed class PlainProver : IBlockProver
{
    public (int Number, BlockError Error)? FindUnproven(IReadOnlyList<BlockObligations> owed)
    {
        for (int i = 0; i < owed.Count; i++)
        {
            if (owed[i].Check() is BlockError error)
                return (i, error);
        }
        return null;
    }
}
