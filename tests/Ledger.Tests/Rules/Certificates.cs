using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Tests.Rules;

/// <summary>Encoded certificates.</summary>
internal static class Certificates
{
    public static byte[] Register(Credential credential) => Cbor.Array([Cbor.UInt(0), Encode(credential)]);

    public static byte[] Deregister(Credential credential) => Cbor.Array([Cbor.UInt(1), Encode(credential)]);

    public static byte[] Delegate(Credential credential, Hash28 pool) =>
        Cbor.Array([Cbor.UInt(2), Encode(credential), Cbor.Bytes(pool.ToArray())]);

    public static byte[] RegisterPool(TestKey pool, params TestKey[] owners) => Cbor.Array(
    [
        Cbor.UInt(3),
        Cbor.Bytes(pool.Hash.ToArray()),
        Cbor.Bytes(new byte[32]),
        Cbor.UInt(0),
        Cbor.UInt(340_000_000),
        Cbor.Tag(30, Cbor.Array([Cbor.UInt(0), Cbor.UInt(1)])),
        Cbor.Bytes([0xe0, .. pool.Hash.ToArray()]),
        Cbor.Array([.. owners.Select(owner => Cbor.Bytes(owner.Hash.ToArray()))]),
        Cbor.Array([]),
        [0xf6],
    ]);

    public static byte[] RetirePool(Hash28 pool) =>
        Cbor.Array([Cbor.UInt(4), Cbor.Bytes(pool.ToArray()), Cbor.UInt(5)]);

    public static byte[] DelegateGenesis(Hash28 genesisKey) => Cbor.Array(
        [Cbor.UInt(5), Cbor.Bytes(genesisKey.ToArray()), Cbor.Bytes(new byte[28]), Cbor.Bytes(new byte[32])]);

    public static byte[] MoveToTreasury() =>
        Cbor.Array([Cbor.UInt(6), Cbor.Array([Cbor.UInt(0), Cbor.UInt(1)])]);

    private static byte[] Encode(Credential credential) =>
        Cbor.Array([Cbor.UInt(credential.IsScript ? 1UL : 0UL), Cbor.Bytes(credential.Hash.ToArray())]);
}
