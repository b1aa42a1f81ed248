using PoolTopology.Orchestrator.Cli;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Design;

/// <summary>A topology file with everything that follows from it.</summary>
/// <param name="Reading">The file as it was read.</param>
/// <param name="Document">The plan.</param>
/// <param name="Derivation">What the machines get.</param>
internal sealed record DerivedPool(TopologyResult Reading, TopologyDocument Document, PoolDerivation Derivation)
{
    /// <summary>The network's slots, where nodes do not tell them and the network's files are at hand.</summary>
    public NetworkClock? Clock { get; private init; }

    /// <summary>Reads a topology file and its network's files.</summary>
    /// <param name="file">The topology file.</param>
    /// <param name="networkFiles">The folder of the network's files, or null for what the plan says.</param>
    /// <param name="devnet">Where the devnet lies, for a plan that has one; null where none was made.</param>
    /// <exception cref="CommandFailure">The plan has errors, or the network's files are not there.</exception>
    public static DerivedPool Read(string file, string? networkFiles, string? devnet = null)
    {
        TopologyResult reading = TopologyReader.ReadFile(file);
        if (reading.Document is not { } document)
            throw new CommandFailure(
                ExitCodes.ValidationFailed, string.Join('\n', reading.Errors), $"`pool lint -f {file}` explains each");
        DeploymentFacts facts = NetworkFilesReader.FactsOf(
            document, file, networkFiles ?? (document.Pool.Network.IsDevnet ? devnet : null));
        return new DerivedPool(reading, document, new PoolDerivation(document, facts))
        {
            Clock = document.Engine == EngineKind.CardanoNode && facts.Network is { } network ? NetworkClock.Of(network) : null,
        };
    }
}
