using PoolTopology.Topology.Document;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Topology.Intents;

/// <summary>Something that the topology allows a machine's packets. What no grant covers is forbidden.</summary>
/// <remarks>Grants have no order, and none of them forbids: they are not rules, and cannot share a rule's mistake.</remarks>
/// <param name="Path">Which way.</param>
/// <param name="Reason">The key of topology.yaml that allows it.</param>
/// <param name="Passage">Whether every packet passes, or only as many as a limit lets through.</param>
/// <param name="Conditions">The fields that are bound, each with its values; others are free.</param>
public sealed record Grant(
    PacketPath Path, string Reason, Passage Passage, ValueList<FieldCondition> Conditions);
