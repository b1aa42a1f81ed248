using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Ports;

/// <summary>Blocks of the local node, as block-fetch serves them.</summary>
public interface IBlockRangeSource
{
    /// <summary>The blocks from the first to the last, both included, or null unless all of them are here.</summary>
    /// <remarks>
    /// Shape: each element is <c>[eraTag, block]</c> as it is stored; the protocol adds the wrapper. Its bytes are valid
    /// until the next element is asked for.
    /// Errors: an enumeration that cannot go on throws <see cref="RangeGoneException"/>, which costs the peer its
    /// connection;
    /// any other exception is our own and stops the host.
    /// </remarks>
    IAsyncEnumerable<ReadOnlyMemory<byte>>? TryStream(Point first, Point last);
}
