using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint.Rules;

/// <summary>A hot key is for its owner only.</summary>
internal static class KeyModeRule
{
    private const UnixFileMode OfOthers = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode OfGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;

    public static IEnumerable<LintFinding> Check(LintedPool pool)
    {
        foreach (LintedNode node in pool.Nodes)
        {
            foreach (RequiredSecret secret in node.Secrets.Where(secret => (secret.Mode & (OfOthers | OfGroup)) != 0))
            {
                bool isVrf = secret.Path.Contains("vrf", StringComparison.Ordinal) && (secret.Mode & OfOthers) != 0;
                yield return new LintFinding(
                    Severity.Error, isVrf ? FindingCode.VrfKeyOpen : FindingCode.KeyOpen, node.Node.Path,
                    $"{node.Unit.MachineName}:{secret.Path}",
                    $"others than {secret.Owner} may use this key of {node.Node.Name}", "mode 0400");
            }
        }
    }
}
