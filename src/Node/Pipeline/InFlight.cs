using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Pipeline;

/// <summary>A block-fetch request under way.</summary>
/// <param name="Peer">Who was asked.</param>
/// <param name="Missing">Blocks asked for and not added yet: on the wire, or waiting for the chain stage.</param>
/// <param name="LastProgressAt">When the last of them arrived; before the first, when it was asked.</param>
public sealed record InFlight(string Peer, IReadOnlyCollection<Hash32> Missing, DateTimeOffset LastProgressAt);
