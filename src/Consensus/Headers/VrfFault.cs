namespace PoolTopology.Consensus.Headers;

/// <summary>What is wrong with a header's VRF certificate.</summary>
public enum VrfFault
{
    /// <summary>The VRF key is not a point of the curve, or of small order.</summary>
    MalformedKey,

    /// <summary>The proof's first part (Γ) is not a point of the curve.</summary>
    MalformedProof,

    /// <summary>The proof is not one of this key for this slot and epoch nonce.</summary>
    InvalidProof,

    /// <summary>The proof holds, but for another output than the header's.</summary>
    OutputMismatch,
}
