using System.Security.Cryptography;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Tests.Rules;

/// <summary>A key of Byron's, with what its address is made of.</summary>
internal sealed record BootstrapKey(TestKey Key, byte[] ChainCode, byte[] Attributes)
{
    /// <summary>BLAKE2b-224(SHA3-256([0, [0, key ‖ chain code], attributes])).</summary>
    public Hash28 Root => Digest.Blake2b224(SHA3_256.HashData(Cbor.Array(
    [
        Cbor.UInt(0),
        Cbor.Array([Cbor.UInt(0), Cbor.Bytes([.. Key.PublicKey, .. ChainCode])]),
        Attributes,
    ])));

    public byte[] Witness(Hash32 message) => Cbor.Array(
        [Cbor.Bytes(Key.PublicKey), Cbor.Bytes(Key.Sign(message)), Cbor.Bytes(ChainCode), Cbor.Bytes(Attributes)]);
}
