namespace PoolTopology.Network.Protocols;

/// <summary>Sizes and times that several protocols share.</summary>
/// <remarks>
/// Spec: network-spec, <c>miniprotocols.tex</c>, size limits and timeouts of each protocol; Ouroboros/Network/Protocol/Limits.hs,
/// July 2026.
/// </remarks>
internal static class ProtocolLimits
{
    /// <summary>smallByteLimit.</summary>
    public const int SmallMessageBytes = 65_535;

    /// <summary>largeByteLimit: a block.</summary>
    public const int LargeMessageBytes = 2_500_000;

    /// <summary>What fits the first window of a TCP connection: 4 segments of 1,440 bytes.</summary>
    public const int FirstWindowBytes = 5_760;

    /// <summary>shortWait.</summary>
    public const int ShortWaitSeconds = 10;

    /// <summary>longWait.</summary>
    public const int LongWaitSeconds = 60;
}
