using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Network.Handshake;

/// <summary>How a proposal is answered. Pure.</summary>
/// <remarks>Spec: network-spec, handshake, "Client and Server Implementation", steps 1 to 8.</remarks>
internal static class VersionChoice
{
    /// <summary>The highest version that both sides speak, or why there is none.</summary>
    public static (Agreement? Agreement, RefuseReason? Refusal) Choose(VersionData ours, VersionTable proposed)
    {
        ushort? highest = null;
        foreach (ushort version in proposed.Versions)
        {
            if (NodeVersions.Supported.Contains(version))
                highest = version;
        }
        return highest is ushort chosen
            ? Accept(ours, chosen, proposed.DataOf(chosen)!.Value) // The version was found in the table.
            : (null, new RefuseReason.VersionMismatch(NodeVersions.Supported));
    }

    /// <summary>Whether one version with the other side's parameters is acceptable.</summary>
    public static (Agreement? Agreement, RefuseReason? Refusal) Accept(
        VersionData ours, ushort version, ReadOnlyMemory<byte> data)
    {
        VersionData theirs;
        try
        {
            theirs = VersionData.Decode(data);
        }
        catch (CborException malformed)
        {
            return (null, new RefuseReason.DecodeError(version, malformed.Message));
        }
        return ours.AgreeWith(theirs) is VersionData agreed
            ? (new Agreement(version, agreed), null)
            : (null, new RefuseReason.Refused(
                version, $"version data mismatch: network magic {theirs.Magic} is not {ours.Magic}"));
    }
}
