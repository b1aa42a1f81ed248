using PoolTopology.Consensus.Blocks;

namespace PoolTopology.Storage.ChainDb;

/// <summary>Does the cryptography that the state rules left to do, for several blocks at a time.</summary>
/// <remarks>
/// A port of the ChainDB: whoever opens it decides on how many cores this happens, and what need not be proven again.
/// Cost: called by the database's owner, who waits.
/// </remarks>
public interface IBlockProver
{
    /// <summary>Finds the first block of which something does not hold.</summary>
    /// <param name="owed">What is to be proven of each block.</param>
    /// <returns>Its number and the reason; null when all holds.</returns>
    (int Number, BlockError Error)? FindUnproven(IReadOnlyList<BlockObligations> owed);
}
