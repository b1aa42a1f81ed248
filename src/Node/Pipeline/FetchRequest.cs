using System.Collections.Immutable;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Pipeline;

/// <summary>Fetch these consecutive blocks from this peer.</summary>
/// <param name="Peer">The upstream peer.</param>
/// <param name="Points">The blocks, oldest first; at least one.</param>
/// <param name="SizeBytes">Their sizes together, as their headers declare.</param>
public sealed record FetchRequest(string Peer, ImmutableArray<Point> Points, long SizeBytes);
