using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.ChainDb;

/// <summary>A chain that could take the place of the newest blocks of the current one.</summary>
/// <param name="KeptCount">How many blocks of the current fragment stay.</param>
/// <param name="Hashes">The blocks that follow them, oldest first; at least one.</param>
internal sealed record CandidateChain(int KeptCount, IReadOnlyList<Hash32> Hashes);
