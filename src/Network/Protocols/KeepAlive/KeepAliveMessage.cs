namespace PoolTopology.Network.Protocols.KeepAlive;

/// <summary>A message of keep-alive.</summary>
/// <remarks>Shape: <c>keep-alive.cddl</c>, ouroboros-network, July 2026.</remarks>
internal abstract record KeepAliveMessage
{
    private KeepAliveMessage()
    {
    }

    /// <summary><c>[0, cookie]</c></summary>
    public sealed record KeepAlive(ushort Cookie) : KeepAliveMessage;

    /// <summary><c>[1, cookie]</c>, the cookie of the question.</summary>
    public sealed record Response(ushort Cookie) : KeepAliveMessage;

    /// <summary><c>[2]</c></summary>
    public sealed record Done : KeepAliveMessage;
}
