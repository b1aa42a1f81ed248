namespace PoolTopology.Crypto.Eddsa;

/// <summary>A signature to be checked: that <paramref name="Signature"/> is the key's for this message.</summary>
/// <remarks>
/// Shape: 32-byte public key, any message, 64-byte signature; other lengths make a claim that does not hold.
/// The bytes stay the caller's and may not change while a batch is checked. The default value does not hold.
/// </remarks>
public readonly record struct Ed25519Claim(
    ReadOnlyMemory<byte> PublicKey, ReadOnlyMemory<byte> Message, ReadOnlyMemory<byte> Signature);
