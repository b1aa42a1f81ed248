using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;

namespace PoolTopology.Storage.Tests;

/// <summary>A stored block and what it says of itself.</summary>
internal sealed record TestBlock(BlockSummary Summary, byte[] Bytes)
{
    public Point Point => Summary.Point;
}
