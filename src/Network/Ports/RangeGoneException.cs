namespace PoolTopology.Network.Ports;

/// <summary>A range of blocks that was being served is here no longer: rolled back, or deleted.</summary>
/// <remarks>Thrown by the enumeration of <see cref="IBlockRangeSource"/>; costs the peer its connection, as there is
/// no message for it.</remarks>
public sealed class RangeGoneException(string message) : Exception(message);
