using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Journal;

namespace PoolTopology.Producer.Forge;

/// <summary>A block that lacks nothing but the KES signature.</summary>
/// <param name="HeaderBody">What KES will sign.</param>
/// <param name="KesPeriod">The period of the slot.</param>
/// <param name="Record">What the journal must hold before.</param>
internal sealed record UnsignedBlock(byte[] HeaderBody, KesPeriod KesPeriod, ForgeRecord Record);
