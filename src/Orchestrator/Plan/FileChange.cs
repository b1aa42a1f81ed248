namespace PoolTopology.Orchestrator.Plan;

/// <summary>One file that a plan changes on a machine.</summary>
/// <param name="Symbol">What happens to it.</param>
/// <param name="Path">Where, absolute; of a program its path inside the release.</param>
/// <param name="OldHash">SHA-256 of what is there; empty where nothing is, or nobody knows.</param>
/// <param name="NewHash">SHA-256 of what will be there; empty where it goes.</param>
/// <param name="Detail">What differs, in a few words: <c>+2 -1 lines</c>, <c>mode 0644 to 0640</c>.</param>
/// <param name="Key">The key of topology.yaml that caused it; empty where the file did not.</param>
/// <param name="Line">The line of topology.yaml, from 1; 0 where no line caused it.</param>
/// <param name="Reason">Why, in one sentence without a full stop.</param>
internal sealed record FileChange(
    ChangeSymbol Symbol, string Path, string OldHash, string NewHash, string Detail, string Key, int Line, string Reason);
