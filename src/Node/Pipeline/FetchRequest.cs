using System.Collections.Immutable;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Pipeline;

/// <summary>Fetch these consecutive blocks from this peer.</summary>
public sealed record FetchRequest(string Peer, ImmutableArray<Point> Points);
