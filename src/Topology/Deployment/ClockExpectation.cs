using System.Net;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment;

/// <summary>What a machine's clock must be like: slots are counted by it.</summary>
/// <param name="Servers">The time servers that the machine may ask; empty when topology.yaml names none.</param>
/// <param name="MaxOffset">How far it may be off before nothing is changed on the machine: half a
/// slot, and no less than can be told over a network.</param>
public sealed record ClockExpectation(ValueList<IPAddress> Servers, TimeSpan MaxOffset);
