using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Eras.Conway;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Chain;

namespace PoolTopology.Ledger.Tests.Types;

/// <summary>
/// Well-formed headers with fields leaning to the edges of their ranges. Their signatures mean nothing.
/// </summary>
internal static class HeaderSamples
{
    private static readonly TestPool Pool = TestPool.FromNumber(1);

    public static HeaderFields Fields(Random random, HeaderShape shape = HeaderShape.Praos)
    {
        VrfCertificate vrf = new(Bytes(random, 64), Bytes(random, 80));
        return new HeaderFields
        {
            Shape = shape,
            BlockNo = new BlockNo(Number(random)),
            Slot = new Slot(Number(random)),
            PrevHash = random.Next(4) == 0 ? null : new Hash32(Bytes(random, 32)),
            IssuerVerificationKey = Pool.ColdVerificationKey,
            VrfVerificationKey = Pool.VrfVerificationKey,
            NonceVrf = shape == HeaderShape.Praos ? vrf : new VrfCertificate(Bytes(random, 64), Bytes(random, 80)),
            LeaderVrf = vrf,
            BodySizeBytes = (uint)Number(random),
            BodyHash = new Hash32(Bytes(random, 32)),
            OperationalCertificate = new OperationalCertificate(
                Bytes(random, 32), Number(random), new KesPeriod(Number(random)), Bytes(random, 64)),
            ProtocolVersion = new ProtocolVersion((ulong)random.Next(14), Number(random)),
        };
    }

    public static byte[] Header(Random random, HeaderShape shape = HeaderShape.Praos) =>
        ConwayBlockEncoder.EncodeHeader(
            ConwayBlockEncoder.EncodeHeaderBody(Fields(random, shape)), Bytes(random, 448));

    public static byte[] Bytes(Random random, int size)
    {
        byte[] bytes = new byte[size];
        random.NextBytes(bytes);
        return bytes;
    }

    private static ulong Number(Random random) => random.Next(8) switch
    {
        0 => 0,
        1 => 23,
        2 => 24,
        3 => byte.MaxValue,
        4 => ushort.MaxValue + 1,
        5 => uint.MaxValue,
        6 => ulong.MaxValue,
        _ => (ulong)random.NextInt64(),
    };
}
