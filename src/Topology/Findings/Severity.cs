namespace PoolTopology.Topology.Findings;

/// <summary>How much a finding about topology.yaml weighs.</summary>
public enum Severity
{
    /// <summary>Worth knowing; nothing has to change.</summary>
    Info,

    /// <summary>The pool can run like this, but it is weaker than it could be.</summary>
    Warning,

    /// <summary>The file is refused: no document, no plan, no start.</summary>
    Error,
}
