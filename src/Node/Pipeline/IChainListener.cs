using PoolTopology.Storage.ChainDb;

namespace PoolTopology.Node.Pipeline;

/// <summary>Hears of every change of our chain, in order, on the chain stage's task. Must not block.</summary>
internal interface IChainListener
{
    /// <summary>The chain has changed.</summary>
    void Adopted(AddBlockResult.Adopted adopted);
}
