using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Lint;

/// <summary>What a rule found in something derived.</summary>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Code">Its stable name.</param>
/// <param name="Path">The key of topology.yaml that caused it.</param>
/// <param name="Place">Where on which machine.</param>
/// <param name="Message">What was found.</param>
/// <param name="Hint">What to do.</param>
internal sealed record LintFinding(
    Severity Severity, string Code, string Path, string Place, string Message, string Hint)
{
    /// <summary>A finding at a line of a file, whose cause is known by the line.</summary>
    public static LintFinding At(
        LintedFile file, int line, Severity severity, string code, string message, string hint) => new(
        severity, code, file.File.Lines[Math.Min(line, file.File.Lines.Count - 1)].Path,
        $"{file.MachineName}:{file.File.Path}:{line + 1}", message, hint);
}
