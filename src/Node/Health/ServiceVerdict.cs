namespace PoolTopology.Node.Health;

/// <summary>The health of one service name, with the reason for a person to read.</summary>
/// <param name="Service">The name in <c>grpc.health.v1</c>; empty for the whole node.</param>
/// <param name="IsServing">SERVING or NOT_SERVING.</param>
/// <param name="Reason">One sentence.</param>
public sealed record ServiceVerdict(string Service, bool IsServing, string Reason);
