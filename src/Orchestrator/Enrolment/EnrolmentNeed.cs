namespace PoolTopology.Orchestrator.Enrolment;

/// <summary>A node that cannot attach to the orchestrator by itself.</summary>
/// <param name="Node">The node.</param>
/// <param name="Machine">Its machine.</param>
/// <param name="Reason">Why it cannot, as the end of a sentence: "it has no certificate".</param>
internal sealed record EnrolmentNeed(string Node, string Machine, string Reason);
