using System.Buffers;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Verification;

/// <summary>A stake distribution in 32 bytes, to be compared between programs.</summary>
/// <remarks>
/// Shape: BLAKE2b-256 of the CBOR array, in the order of pool ids, of
/// <c>[pool id, numerator, denominator, VRF key hash]</c>; the relative stake in lowest terms, as (big) integers.
/// </remarks>
internal static class StakeDigest
{
    public static Hash32? Of(StakeDistribution? distribution)
    {
        if (distribution is null)
            return null;
        ArrayBufferWriter<byte> bytes = new();
        CborWriter writer = new(bytes);
        writer.WriteArrayStart(distribution.Pools.Count);
        foreach ((Hash28 pool, PoolStake stake) in distribution.Pools)
        {
            writer.WriteArrayStart(4);
            writer.WriteHash(pool);
            writer.WriteBytes(stake.RelativeStake.Numerator.ToByteArray(isUnsigned: true, isBigEndian: true));
            writer.WriteBytes(stake.RelativeStake.Denominator.ToByteArray(isUnsigned: true, isBigEndian: true));
            writer.WriteHash(stake.VrfKeyHash);
        }
        return Digest.Blake2b256(bytes.WrittenSpan);
    }
}
