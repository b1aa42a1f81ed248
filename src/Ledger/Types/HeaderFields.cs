using PoolTopology.Ledger.Eras;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Types;

/// <summary>The fields of a header body: what a decoder found, or what a producer wants signed.</summary>
public sealed record HeaderFields
{
    /// <summary>The layout to read or write.</summary>
    public required HeaderShape Shape { get; init; }

    /// <summary>The height.</summary>
    public required BlockNo BlockNo { get; init; }

    /// <summary>The slot.</summary>
    public required Slot Slot { get; init; }

    /// <summary>The header hash of the block before, or null for the first block.</summary>
    public required Hash32? PrevHash { get; init; }

    /// <summary>The issuer's cold verification key; 32 bytes.</summary>
    public required ReadOnlyMemory<byte> IssuerVerificationKey { get; init; }

    /// <summary>The issuer's VRF verification key; 32 bytes.</summary>
    public required ReadOnlyMemory<byte> VrfVerificationKey { get; init; }

    /// <summary>The VRF certificate that feeds the nonce; written only where the layout has two.</summary>
    public required VrfCertificate NonceVrf { get; init; }

    /// <summary>The VRF certificate that elects the leader.</summary>
    public required VrfCertificate LeaderVrf { get; init; }

    /// <summary>The size of the body.</summary>
    public required uint BodySizeBytes { get; init; }

    /// <summary>The hash of the body.</summary>
    public required Hash32 BodyHash { get; init; }

    /// <summary>The certificate of the signing key.</summary>
    public required OperationalCertificate OperationalCertificate { get; init; }

    /// <summary>The newest protocol version that the issuer knows.</summary>
    public required ProtocolVersion ProtocolVersion { get; init; }
}
