using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Schedule.Listing;

/// <summary>The own slots that a question has found.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="VrfKeyHash">BLAKE2b-256 of the verification key: what the pool's registration must name.</param>
/// <param name="Own">The own slots, in order.</param>
/// <param name="Elapsed">How long it took.</param>
/// <remarks>Confidential: who knows when a pool makes blocks knows when to attack it.</remarks>
internal sealed record ScheduleAnswer(
    ScheduleQuestion Question, Hash32 VrfKeyHash, IReadOnlyList<Slot> Own, TimeSpan Elapsed);
