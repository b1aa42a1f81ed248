namespace PoolTopology.Topology.Deployment;

/// <summary>A key file that must be on a machine before a node starts; it is never part of what is derived.</summary>
/// <param name="Path">Where, absolute.</param>
/// <param name="Mode">The permission bits that it may have, and no others.</param>
/// <param name="Owner">The user that must own it.</param>
/// <param name="NodeName">The node that needs it.</param>
/// <param name="Purpose">What it is, for people.</param>
public sealed record RequiredSecret(string Path, UnixFileMode Mode, string Owner, string NodeName, string Purpose);
