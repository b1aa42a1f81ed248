namespace PoolTopology.Network.Handshake;

/// <summary>A message of the handshake.</summary>
/// <remarks>Shape: <c>handshake-node-to-node-v14.cddl</c>, ouroboros-network, July 2026.</remarks>
internal abstract record HandshakeMessage
{
    private HandshakeMessage()
    {
    }

    /// <summary><c>[0, versionTable]</c>; received as an answer, it is the other side's proposal of a simultaneous
    /// open.</summary>
    public sealed record ProposeVersions(VersionTable Versions) : HandshakeMessage;

    /// <summary><c>[1, version, versionData]</c></summary>
    public sealed record AcceptVersion(ushort Version, ReadOnlyMemory<byte> Data) : HandshakeMessage;

    /// <summary><c>[2, refuseReason]</c></summary>
    public sealed record Refuse(RefuseReason Reason) : HandshakeMessage;

    /// <summary><c>[3, versionTable]</c></summary>
    public sealed record QueryReply(VersionTable Versions) : HandshakeMessage;
}
