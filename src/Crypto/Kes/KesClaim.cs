namespace PoolTopology.Crypto.Kes;

/// <summary>A key-evolving signature to be checked, of one message in one period of the key.</summary>
/// <remarks>
/// Units: periods count from the start of the key, 0 to 63. Shape: 32-byte key, any message, 448-byte signature; other
/// lengths and periods make a claim that does not hold. The bytes stay the caller's and may not change while a batch
/// is checked. The default value does not hold.
/// </remarks>
public readonly record struct KesClaim(
    ReadOnlyMemory<byte> VerificationKey, int Period, ReadOnlyMemory<byte> Message, ReadOnlyMemory<byte> Signature);
