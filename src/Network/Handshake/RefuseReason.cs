using System.Collections.Immutable;

namespace PoolTopology.Network.Handshake;

/// <summary>Why a proposal is refused, as the wire says it.</summary>
/// <remarks>Spec: network-spec, handshake; <c>handshake-node-to-node-v14.cddl</c>, July 2026.</remarks>
public abstract record RefuseReason
{
    private RefuseReason()
    {
    }

    /// <summary>No version in common.</summary>
    /// <param name="Versions">What the refusing side supports.</param>
    /// <remarks>Shape: <c>[0, [*version]]</c>.</remarks>
    public sealed record VersionMismatch(ImmutableArray<ushort> Versions) : RefuseReason
    {
        /// <inheritdoc/>
        public bool Equals(VersionMismatch? other) => other is not null && Versions.SequenceEqual(other.Versions);

        /// <inheritdoc/>
        public override int GetHashCode() => Versions.Length;

        /// <inheritdoc/>
        public override string ToString() => $"VersionMismatch {{ Versions = [{string.Join(", ", Versions)}] }}";
    }

    /// <summary>The parameters of the chosen version could not be read.</summary>
    /// <remarks>Shape: <c>[1, version, text]</c>.</remarks>
    public sealed record DecodeError(ushort Version, string Message) : RefuseReason;

    /// <summary>The parameters of the chosen version are not acceptable.</summary>
    /// <remarks>Shape: <c>[2, version, text]</c>.</remarks>
    public sealed record Refused(ushort Version, string Message) : RefuseReason;
}
