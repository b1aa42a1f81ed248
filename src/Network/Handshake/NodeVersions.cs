using System.Collections.Immutable;

namespace PoolTopology.Network.Handshake;

/// <summary>The versions that this node speaks.</summary>
internal static class NodeVersions
{
    /// <summary>14 (Plomin hard fork, mandatory on mainnet since January 2025) and 15 (SRV records).</summary>
    /// <remarks>Spec: NodeToNodeVersion, Cardano/Network/NodeToNode/Version.hs, July 2026.</remarks>
    public static ImmutableArray<ushort> Supported { get; } = [14, 15];

    public static VersionTable Propose(VersionData data)
    {
        byte[] encoded = data.Encode();
        return new VersionTable(
            [.. Supported.Select(version => KeyValuePair.Create(version, (ReadOnlyMemory<byte>)encoded))]);
    }
}
