namespace PoolTopology.Network.Mux;

/// <summary>The numbers of the multiplexer.</summary>
internal static class MuxLimits
{
    /// <summary>The longest payload that we send in one segment.</summary>
    /// <remarks>Spec: network-mux, socket bearer's SDU size, July 2026. Received ones may be up to 65,535
    /// bytes.</remarks>
    public const int SentPayloadBytesMax = 12_288;

    /// <summary>What is written to the bearer before it is flushed; whole segments, so it may be passed by
    /// one.</summary>
    public const int FlushBytesMax = 65_536;

    /// <summary>Unsent bytes of one protocol at which its sender waits.</summary>
    public const int EgressBytesMax = 131_072;

    /// <summary>How long one segment may take, from its first byte to its last, during the handshake.</summary>
    /// <remarks>Spec: network-spec, "Time and size limits", section "Timeouts", July 2026.</remarks>
    public static readonly TimeSpan HandshakeSegmentTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The same after the handshake, received or sent.</summary>
    public static readonly TimeSpan SegmentTimeout = TimeSpan.FromSeconds(30);
}
