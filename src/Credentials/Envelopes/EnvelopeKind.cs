namespace PoolTopology.Credentials.Envelopes;

/// <summary>The words that <c>cardano-cli</c> writes into <c>type</c> and <c>description</c> of a text envelope.</summary>
/// <param name="Type">Decides what the payload is.</param>
/// <param name="Description">For people; never checked when read.</param>
/// <param name="KeySizeBytes">Bytes of the key, which the payload wraps as one CBOR byte string; 0 for a structure.</param>
public sealed record EnvelopeKind(string Type, string Description, int KeySizeBytes)
{
    /// <summary>The cold key: 32 bytes seed.</summary>
    public static EnvelopeKind ColdSigningKey { get; } =
        new("StakePoolSigningKey_ed25519", "Stake Pool Operator Signing Key", 32);

    /// <summary>The cold key's public half: 32 bytes.</summary>
    public static EnvelopeKind ColdVerificationKey { get; } =
        new("StakePoolVerificationKey_ed25519", "Stake Pool Operator Verification Key", 32);

    /// <summary>A cold key derived as in BIP32-Ed25519: 64 bytes scalar and prefix, 32 public key, 32 chain code.</summary>
    public static EnvelopeKind ColdExtendedSigningKey { get; } =
        new("StakePoolExtendedSigningKey_ed25519_bip32", "Stake Pool Operator Signing Key", 128);

    /// <summary>Its public half: 32 bytes public key, 32 chain code.</summary>
    public static EnvelopeKind ColdExtendedVerificationKey { get; } =
        new("StakePoolExtendedVerificationKey_ed25519_bip32", "Stake Pool Operator Verification Key", 64);

    /// <summary>The KES key at its first period: 608 bytes.</summary>
    public static EnvelopeKind KesSigningKey { get; } = new("KesSigningKey_ed25519_kes_2^6", "KES Signing Key", 608);

    /// <summary>The KES key's public half: 32 bytes.</summary>
    public static EnvelopeKind KesVerificationKey { get; } =
        new("KesVerificationKey_ed25519_kes_2^6", "KES Verification Key", 32);

    /// <summary>The VRF key: 32 bytes seed, 32 public key.</summary>
    public static EnvelopeKind VrfSigningKey { get; } = new("VrfSigningKey_PraosVRF", "VRF Signing Key", 64);

    /// <summary>The VRF key's public half: 32 bytes.</summary>
    public static EnvelopeKind VrfVerificationKey { get; } =
        new("VrfVerificationKey_PraosVRF", "VRF Verification Key", 32);

    /// <summary>An operational certificate.</summary>
    public static EnvelopeKind OperationalCertificate { get; } = new("NodeOperationalCertificate", "", 0);

    /// <summary>The number of the next certificate; the description repeats it.</summary>
    public static EnvelopeKind IssueCounter { get; } =
        new("NodeOperationalCertificateIssueCounter", "Next certificate issue number: ", 0);

    /// <summary>A payment key: 32 bytes seed.</summary>
    public static EnvelopeKind PaymentSigningKey { get; } =
        new("PaymentSigningKeyShelley_ed25519", "Payment Signing Key", 32);

    /// <summary>A payment key's public half: 32 bytes.</summary>
    public static EnvelopeKind PaymentVerificationKey { get; } =
        new("PaymentVerificationKeyShelley_ed25519", "Payment Verification Key", 32);

    /// <summary>A stake key: 32 bytes seed.</summary>
    public static EnvelopeKind StakeSigningKey { get; } = new("StakeSigningKeyShelley_ed25519", "Stake Signing Key", 32);

    /// <summary>A stake key's public half: 32 bytes.</summary>
    public static EnvelopeKind StakeVerificationKey { get; } =
        new("StakeVerificationKeyShelley_ed25519", "Stake Verification Key", 32);
}
