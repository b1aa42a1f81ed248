namespace PoolTopology.Crypto.Ecvrf;

/// <summary>What <see cref="Vrf.Verify"/> found.</summary>
public enum VrfVerdict
{
    /// <summary>The proof is valid and the output was written.</summary>
    Valid,

    /// <summary>The public key is not 32 bytes, not canonical, not on the curve, or of small order.</summary>
    MalformedPublicKey,

    /// <summary>
    /// The proof is not 80 bytes, its Gamma is not canonical or not on the curve, or s is not below the order.
    /// </summary>
    MalformedProof,

    /// <summary>The proof is well-formed but belongs to another key, another input, or to nothing.</summary>
    InvalidProof,
}
