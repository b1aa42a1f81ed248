using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Observed;

/// <summary>What is known of one block.</summary>
/// <param name="Slot">Absolute slot.</param>
/// <param name="Hash">Lower-case hexadecimal of the header hash.</param>
/// <param name="BlockNo">Its height.</param>
/// <param name="Issuer">Pool id of its issuer.</param>
/// <param name="ForgedBy">The node that reported making it, or null.</param>
/// <param name="DelaysMs">Per node that adopted it: milliseconds from the start of the slot to the first adoption.</param>
internal sealed record BlockRecord(
    ulong Slot,
    string Hash,
    ulong BlockNo,
    string Issuer,
    string? ForgedBy,
    ImmutableSortedDictionary<string, double> DelaysMs);
