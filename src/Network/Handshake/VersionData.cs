using System.Buffers;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Handshake;

/// <summary>The parameters of node-to-node versions 14 and 15.</summary>
/// <param name="Magic">The network.</param>
/// <param name="IsInitiatorOnly">The node runs no responders on the connection.</param>
/// <param name="IsSharingPeers">The node takes part in peer-sharing.</param>
/// <param name="IsQuery">The node only wants to know our versions.</param>
/// <remarks>
/// Shape: <c>[networkMagic, initiatorOnlyDiffusionMode, peerSharing, query]</c>, peerSharing 0 or 1.
/// Spec: <c>node-to-node-version-data-v14.cddl</c>, Cardano/Network/NodeToNode/Version.hs, July 2026.
/// </remarks>
internal sealed record VersionData(NetworkMagic Magic, bool IsInitiatorOnly, bool IsSharingPeers, bool IsQuery)
{
    public byte[] Encode()
    {
        ArrayBufferWriter<byte> output = new();
        CborWriter writer = new(output);
        writer.WriteArrayStart(4);
        writer.WriteUInt64(Magic.Value);
        writer.WriteBoolean(IsInitiatorOnly);
        writer.WriteUInt64(IsSharingPeers ? 1UL : 0UL);
        writer.WriteBoolean(IsQuery);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads one item.</summary>
    /// <exception cref="CborException">It is not the parameters of version 14 or 15.</exception>
    public static VersionData Decode(ReadOnlyMemory<byte> data)
    {
        CborReader reader = new(data.Span);
        reader.ReadArrayStart(4);
        NetworkMagic magic = new(reader.ReadUInt32());
        bool isInitiatorOnly = reader.ReadBoolean();
        int at = reader.Position;
        ulong sharing = reader.ReadUInt64();
        if (sharing > 1)
            throw new CborException(at, "0 or 1 for peer sharing", $"{sharing}");
        VersionData decoded = new(magic, isInitiatorOnly, sharing == 1, reader.ReadBoolean());
        reader.ExpectEnd();
        return decoded;
    }

    /// <summary>What both sides agree on, or null when they are of different networks.</summary>
    /// <remarks>Symmetric, so that both sides of a simultaneous open come to the same end.</remarks>
    public VersionData? AgreeWith(VersionData other) => Magic != other.Magic
        ? null
        : new VersionData(
            Magic,
            IsInitiatorOnly || other.IsInitiatorOnly,
            IsSharingPeers && other.IsSharingPeers,
            IsQuery || other.IsQuery);
}
