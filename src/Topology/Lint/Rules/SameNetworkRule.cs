using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>All nodes of a pool are on one network: their genesis files are the same bytes.</summary>
internal static class SameNetworkRule
{
    private static readonly string[] Keys =
        ["ByronGenesisFile", "ShelleyGenesisFile", "AlonzoGenesisFile", "ConwayGenesisFile"];

    public static IEnumerable<LintFinding> Check(LintedPool pool)
    {
        LintedNode? first = pool.Nodes.FirstOrDefault(node => node.Config?.Json is not null);
        foreach (LintedNode node in pool.Nodes)
        {
            foreach (string key in Keys)
            {
                if (node.Config is { Json: not null } config && first?.Config is { } other && Value(config, key) != Value(other, key))
                    yield return LintFinding.At(
                        config, config.LineAt(key), Severity.Error, FindingCode.FleetDiffers,
                        $"{node.Node.Name} has another {key} than {first.Node.Name}", "derive all machines from one network");
            }
        }
    }

    private static string? Value(LintedFile config, string key) => config.Json?[key]?.ToString();
}
