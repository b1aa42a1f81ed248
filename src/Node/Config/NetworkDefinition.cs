using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Parameters;

namespace PoolTopology.Node.Config;

/// <summary>A network as its files define it.</summary>
/// <param name="Consensus">What validation of headers and the clock need.</param>
/// <param name="Genesis">The genesis files, which the ledger begins with.</param>
public sealed record NetworkDefinition(ConsensusConfig Consensus, GenesisSet Genesis);
