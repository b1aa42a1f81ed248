namespace PoolTopology.Orchestrator.Design;

/// <summary>A line of a derived file and what caused it.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="File">The file on it.</param>
/// <param name="Line">Which line, from 1.</param>
/// <param name="Text">The line itself.</param>
/// <param name="Path">The key of topology.yaml.</param>
/// <param name="Source">FILE:LINE:COLUMN of the key, or of the nearest one above it.</param>
/// <param name="IsWritten">False where topology.yaml leaves the key out and its default stands.</param>
/// <param name="Reason">What the line does and why.</param>
internal sealed record ExplainedLine(
    string Machine, string File, int Line, string Text, string Path, string Source, bool IsWritten, string Reason);
