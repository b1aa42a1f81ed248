using PoolTopology.Network.Protocols.Machine;

namespace PoolTopology.Network.Protocols;

/// <summary>Sizes and times that several protocols share.</summary>
/// <remarks>
/// Spec: network-spec, <c>miniprotocols.tex</c>, size limits and timeouts of each protocol;
/// Ouroboros/Network/Protocol/Limits.hs, July 2026.
/// </remarks>
internal static class ProtocolLimits
{
    /// <summary>smallByteLimit.</summary>
    public const int SmallMessageBytes = 65_535;

    /// <summary>largeByteLimit: a block.</summary>
    public const int LargeMessageBytes = 2_500_000;

    /// <summary>Unread requests of one protocol: two of the longest, or thousands of ordinary ones.</summary>
    /// <remarks>
    /// The reference has one limit for both directions. A server that allows its clients 23 MB of requests can be
    /// made to hold gigabytes by a few hundred of them; what honest clients send ahead (300 requests of 2 bytes, 100
    /// of 90) fits this many times over.
    /// </remarks>
    public const int RequestIngressBytes = 2 * SmallMessageBytes;

    /// <summary>What fits the first window of a TCP connection: 4 segments of 1,440 bytes.</summary>
    public const int FirstWindowBytes = 5_760;

    /// <summary>shortWait.</summary>
    public static readonly TimeSpan ShortWaitTime = TimeSpan.FromSeconds(10);

    /// <summary>longWait.</summary>
    public static readonly TimeSpan LongWaitTime = TimeSpan.FromSeconds(60);

    /// <summary>shortWait as the limit of a state.</summary>
    public static TimeLimit ShortWait { get; } = new(ShortWaitTime, ShortWaitTime);

    /// <summary>longWait as the limit of a state.</summary>
    public static TimeLimit LongWait { get; } = new(LongWaitTime, LongWaitTime);
}
