namespace PoolTopology.Crypto.Ecvrf;

/// <summary>A VRF certificate to be checked: that the proof holds for key and input, and yields this output.</summary>
/// <remarks>
/// Shape: 32-byte public key, any input, 80-byte proof, 64-byte output; other lengths make a claim that does not hold.
/// The bytes stay the caller's and may not change while a batch is checked. The default value does not hold.
/// </remarks>
public readonly record struct VrfClaim(
    ReadOnlyMemory<byte> PublicKey,
    ReadOnlyMemory<byte> Alpha,
    ReadOnlyMemory<byte> Proof,
    ReadOnlyMemory<byte> Output);
