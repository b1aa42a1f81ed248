using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>The genesis files on a machine are those that config.json declares by their hashes.</summary>
/// <remarks>Byron's hash is over another form of its file than the bytes; the node itself checks it.</remarks>
internal static class GenesisHashRule
{
    private static readonly string[] Eras = ["Shelley", "Alonzo", "Conway"];

    public static IEnumerable<LintFinding> Check(LintedPool pool)
    {
        Dictionary<FileContent, string> hashes = [];
        Dictionary<string, DerivedFile> files = [];
        foreach (DerivedFile file in pool.Machines.SelectMany(machine => machine.Files))
            files.TryAdd(file.Path, file); // Their paths are named after their content.
        foreach (LintedNode node in pool.Nodes)
        {
            foreach (string era in Eras)
            {
                if (node.Config is { } config && Wrong(config, era) is { } found)
                    yield return LintFinding.At(
                        config, config.LineAt(era + "GenesisFile"), Severity.Error, FindingCode.GenesisHash,
                        $"the {era} genesis of {node.Node.Name} has hash {found}, config.json declares another",
                        "take config.json and genesis files together, as the network publishes them");
            }
        }

        string? Wrong(LintedFile config, string era)
        {
            string? declared = config.Json?[era + "GenesisHash"]?.ToString();
            string? path = config.Json?[era + "GenesisFile"]?.ToString();
            if (declared is null || path is null || !files.TryGetValue(path, out DerivedFile? file))
                return null;
            if (!hashes.TryGetValue(file.Content, out string? hash))
                hashes[file.Content] = hash = Blake2b256.HashHex(file.Content.Bytes.Span);
            return hash == declared ? null : hash;
        }
    }
}
