using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>What a rule found, before its place in the file is looked up.</summary>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Code">Its stable name.</param>
/// <param name="Path">The key that it is about.</param>
/// <param name="Message">What was found.</param>
/// <param name="Hint">What to do.</param>
internal sealed record RuleFinding(Severity Severity, string Code, string Path, string Message, string Hint)
{
    /// <summary>
    /// Other keys that the finding rests on; where one of them was refused, the finding would only echo it.
    /// </summary>
    public IReadOnlyList<string> RestsOn { get; init; } = [];
}
