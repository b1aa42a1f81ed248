using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Forging;

/// <summary>The state of the forging side, as the producer last reported it.</summary>
/// <param name="PoolId">The pool's identifier, bech32; empty while no certificate is loaded.</param>
/// <param name="Obstacle">Why no block can be forged now, as one sentence; null when one can.</param>
/// <param name="KesPeriod">The period of the current slot.</param>
/// <param name="KesStartPeriod">The first period of the certificate.</param>
/// <param name="KesExpiryPeriod">The first period in which the certificate is expired.</param>
/// <param name="KesTimeLeft">From now to the start of the expiry period; zero when expired.</param>
/// <param name="CertificateCounter">The certificate's issue number.</param>
/// <param name="BlocksForged">Blocks forged and adopted by this process.</param>
/// <param name="SlotsMissed">Own slots of this process's life in which no block could be forged.</param>
/// <param name="LastForgedSlot">The slot of the last forged block.</param>
/// <param name="LastCheckedSlot">The slot of the last leadership check.</param>
/// <param name="LastCheckedAt">When that was.</param>
public sealed record ForgingReport(
    string PoolId,
    string? Obstacle,
    KesPeriod KesPeriod,
    KesPeriod KesStartPeriod,
    KesPeriod KesExpiryPeriod,
    TimeSpan KesTimeLeft,
    ulong CertificateCounter,
    ulong BlocksForged,
    ulong SlotsMissed,
    Slot? LastForgedSlot,
    Slot? LastCheckedSlot,
    DateTimeOffset? LastCheckedAt)
{
    /// <summary>When the producer may be away.</summary>
    public FreeWindows Windows { get; init; } = new FreeWindows.Unknown("the schedule has not been looked at yet");
}
