using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Eras.Babbage;
using PoolTopology.Ledger.Eras.Shelley;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Types;

/// <summary>A block header of any era from Shelley on, as a view over the bytes that it came in.</summary>
/// <remarks>
/// Well-formed, not valid: sizes and shapes are checked here, the rules in Consensus.
/// Invariant: the bytes are never written to after decoding; the caller gives them up.
/// Cost: decoding hashes the header once and the issuer's key once; slices are not copied.
/// Spec: ledger CDDL <c>header</c> and <c>header_body</c> of each era.
/// </remarks>
public sealed class BlockHeader
{
    /// <summary>The size of an issuer's (Ed25519, cold) or VRF verification key.</summary>
    public const int VerificationKeySizeBytes = 32;

    /// <summary>The size of a Sum6 KES signature over Ed25519.</summary>
    public const int KesSignatureSizeBytes = 448;

    internal BlockHeader(Era era, ReadOnlyMemory<byte> bytes, ReadOnlyMemory<byte> issuerVerificationKey)
    {
        Era = era;
        Bytes = bytes;
        IssuerVerificationKey = issuerVerificationKey;
        Hash = Digest.Blake2b256(bytes.Span);
        PoolId = Digest.Blake2b224(issuerVerificationKey.Span);
    }

    /// <summary>The whole header as received: what the hash and the size are taken of.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The era that the header was read as.</summary>
    public Era Era { get; }

    /// <summary>BLAKE2b-256 of <see cref="Bytes"/>: the block's name.</summary>
    public Hash32 Hash { get; }

    /// <summary>The height.</summary>
    public required BlockNo BlockNo { get; init; }

    /// <summary>The slot that the block was made for.</summary>
    public required Slot Slot { get; init; }

    /// <summary>The header hash of the block before, or null when the chain starts here.</summary>
    public required Hash32? PrevHash { get; init; }

    /// <summary>The issuer's cold verification key; 32 bytes.</summary>
    public ReadOnlyMemory<byte> IssuerVerificationKey { get; }

    /// <summary>BLAKE2b-224 of the issuer's key: the pool's (or genesis delegate's) identifier.</summary>
    public Hash28 PoolId { get; }

    /// <summary>The issuer's VRF verification key; 32 bytes.</summary>
    public required ReadOnlyMemory<byte> VrfVerificationKey { get; init; }

    /// <summary>The VRF certificate that elects the leader; the only one from Babbage on.</summary>
    public required VrfCertificate LeaderVrf { get; init; }

    /// <summary>
    /// The VRF certificate that feeds the nonce; the same as <see cref="LeaderVrf"/> from Babbage on.
    /// </summary>
    public required VrfCertificate NonceVrf { get; init; }

    /// <summary>The output of <see cref="LeaderVrf"/>; 64 bytes.</summary>
    public ReadOnlyMemory<byte> VrfOutput => LeaderVrf.Output;

    /// <summary>The proof of <see cref="LeaderVrf"/>; 80 bytes.</summary>
    public ReadOnlyMemory<byte> VrfProof => LeaderVrf.Proof;

    /// <summary>The size that the body shall have, as declared.</summary>
    public required uint BodySizeBytes { get; init; }

    /// <summary>The hash that the body shall have, as declared.</summary>
    public required Hash32 BodyHash { get; init; }

    /// <summary>The certificate of the key that signed this header.</summary>
    public required OperationalCertificate OperationalCertificate { get; init; }

    /// <summary>The newest protocol version that the issuer's node knows.</summary>
    public required ProtocolVersion ProtocolVersion { get; init; }

    /// <summary>The KES signature; 448 bytes.</summary>
    public required ReadOnlyMemory<byte> KesSignature { get; init; }

    /// <summary>What the KES key signs: the header body in minimal CBOR.</summary>
    /// <remarks>
    /// A slice of <see cref="Bytes"/> when those are minimal, as every known node writes them; otherwise re-encoded,
    /// because the reference verifies over its own encoding of the decoded fields.
    /// Spec: https://github.com/IntersectMBO/ouroboros-consensus/blob/00c65e2c2fd2e09256fde012f3f4b6c66ffdce6d/ouroboros-consensus-protocol/src/ouroboros-consensus-protocol/Ouroboros/Consensus/Protocol/Praos/Header.hs (getSignableRepresentation)
    /// </remarks>
    public required ReadOnlyMemory<byte> BodyBytes { get; init; }

    /// <summary>The block's slot and hash.</summary>
    public Point Point => new(Slot, Hash);

    /// <summary>The tip of a chain that ends with this block.</summary>
    public Tip Tip => new(Point, BlockNo);

    /// <summary>Reads one header and nothing after it.</summary>
    /// <exception cref="CborException">The bytes are not a header of that era, or it is Byron.</exception>
    public static BlockHeader Decode(Era era, ReadOnlyMemory<byte> bytes) => EraTable.HeaderShapeOf(era) switch
    {
        HeaderShape.Praos => PraosHeaderDecoder.Decode(era, bytes),
        HeaderShape.TransitionalPraos => TransitionalPraosHeaderDecoder.Decode(era, bytes),
        _ => throw new CborException(0, "a header of the Shelley era or later", $"one of {era}"),
    };
}
