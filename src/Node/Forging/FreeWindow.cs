namespace PoolTopology.Node.Forging;

/// <summary>A stretch of time without an own slot.</summary>
/// <param name="From">Its beginning: the block of the slot before has left.</param>
/// <param name="To">The first moment that is not free any more.</param>
public sealed record FreeWindow(DateTimeOffset From, DateTimeOffset To);
