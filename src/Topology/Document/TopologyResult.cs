using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Document;

/// <summary>What reading a topology.yaml gave.</summary>
/// <param name="Document">The document, or null when there is any error.</param>
/// <param name="Findings">Everything found, in the order of the file.</param>
/// <param name="Sources">Where each key stands.</param>
public sealed record TopologyResult(TopologyDocument? Document, ValueList<Finding> Findings, SourceMap Sources)
{
    /// <summary>The findings that refuse the file.</summary>
    public IEnumerable<Finding> Errors => Findings.Where(finding => finding.Severity == Severity.Error);
}
