namespace PoolTopology.Consensus.Nonces;

/// <summary>What a VRF certificate of a header is for.</summary>
public enum VrfUse
{
    /// <summary>Praos: one certificate, for the election and the nonce.</summary>
    Both,

    /// <summary>TPraos: the certificate that feeds the nonce.</summary>
    Nonce,

    /// <summary>TPraos: the certificate that elects the leader.</summary>
    Leader,
}
