namespace PoolTopology.Rpc.Identity;

/// <summary>A connection was not made because of a certificate, the other's or our own.</summary>
/// <param name="refusal">Why.</param>
/// <param name="sentence">Why, with whose fault it is.</param>
public sealed class PeerRefusedException(PeerRefusal refusal, string sentence) : IOException(sentence)
{
    /// <summary>Why.</summary>
    public PeerRefusal Refusal { get; } = refusal;
}
