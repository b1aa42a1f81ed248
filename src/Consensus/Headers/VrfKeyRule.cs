using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Headers;

public abstract partial record HeaderError
{
    /// <summary>The issuer is not a pool with stake in this epoch.</summary>
    public sealed record UnknownPool(Hash28 PoolId) : HeaderError;

    /// <summary>The header's VRF key is not the one that the pool registered.</summary>
    public sealed record WrongVrfKey(Hash28 PoolId, Hash32 RegisteredKeyHash, Hash32 FoundKeyHash) : HeaderError;
}

/// <summary>The issuer is a pool with stake, and BLAKE2b-256(VRF key) is what it registered.</summary>
/// <remarks>
/// Spec: https://github.com/IntersectMBO/ouroboros-consensus/blob/00c65e2c2fd2e09256fde012f3f4b6c66ffdce6d/ouroboros-consensus-protocol/src/ouroboros-consensus-protocol/Ouroboros/Consensus/Protocol/Praos.hs (doValidateVRFSignature)
/// </remarks>
internal static class VrfKeyRule
{
    public static HeaderError? Check(BlockHeader header, StakeDistribution stake)
    {
        if (stake.Find(header.PoolId) is not PoolStake pool)
            return new HeaderError.UnknownPool(header.PoolId);
        Hash32 found = Digest.Blake2b256(header.VrfVerificationKey.Span);
        return found == pool.VrfKeyHash
            ? null
            : new HeaderError.WrongVrfKey(header.PoolId, pool.VrfKeyHash, found);
    }
}
