using PoolTopology.Crypto.Text;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Types;

/// <summary>Pool identifiers as people read them.</summary>
/// <remarks>Spec: CIP-5, prefix <c>pool</c>.</remarks>
public static class PoolIdText
{
    /// <summary>The bech32 form, <c>pool1…</c>.</summary>
    public static string Of(Hash28 poolId) => Bech32.Encode("pool", poolId.ToArray());
}
