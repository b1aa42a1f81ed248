namespace PoolTopology.Network.Peers;

/// <summary>A link as the governor sees it.</summary>
/// <param name="Temperature">Cold while it tries to connect.</param>
/// <param name="Wanted">What was decided last: warm or hot.</param>
/// <param name="ConsecutiveFailures">Attempts that failed since it was last connected for a while.</param>
internal readonly record struct LinkView(PeerTemperature Temperature, PeerTemperature Wanted, int ConsecutiveFailures);
