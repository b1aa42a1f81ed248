namespace PoolTopology.Topology.Deployment;

/// <summary>Where a node keeps what it attaches to the orchestrator with. Neither file is part of what is derived.</summary>
/// <param name="NodeName">The node.</param>
/// <param name="IdentityPath">Its own certificate and key, which it asks for and renews by itself.</param>
/// <param name="EnrolmentPath">What it asks for the first one with; somebody brings it.</param>
/// <param name="Owner">The user that must own both.</param>
public sealed record ControlPlace(string NodeName, string IdentityPath, string EnrolmentPath, string Owner);
