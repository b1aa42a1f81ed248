using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.PeerFiles;

/// <summary>What reading a topology.json gave.</summary>
/// <param name="File">The peers, or null when there is any error.</param>
/// <param name="Errors">Everything that is wrong.</param>
public sealed record PeerFileResult(PeerFile? File, ValueList<PeerFileError> Errors);
