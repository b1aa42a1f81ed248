namespace PoolTopology.Ledger.Types;

/// <summary>A VRF output and the proof of it, as a header carries them.</summary>
/// <remarks>Shape: CBOR <c>[bytes .size 64, bytes .size 80]</c>. The default value is empty.</remarks>
public readonly record struct VrfCertificate(ReadOnlyMemory<byte> Output, ReadOnlyMemory<byte> Proof)
{
    /// <summary>The size of the output.</summary>
    public const int OutputSizeBytes = 64;

    /// <summary>The size of the proof.</summary>
    public const int ProofSizeBytes = 80;
}
