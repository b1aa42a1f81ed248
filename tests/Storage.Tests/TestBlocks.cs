using System.Buffers;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Eras.Conway;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.Tests;

/// <summary>Blocks of the right shape that nobody signed: enough for stores, made in microseconds.</summary>
internal static class TestBlocks
{
    /// <summary>The certificate counter of blocks that the tests' rules refuse.</summary>
    public const ulong InvalidCounter = 666;

    /// <summary>The counter of blocks that keep the rules of state, but whose proofs do not hold.</summary>
    public const ulong UnprovableCounter = 667;

    public static readonly TestBlockParser Parser = new();

    /// <summary>A block; the seed decides its body, issuer and VRF output.</summary>
    public static TestBlock Make(
        Hash32? previous, ulong slot, ulong blockNo, int seed, int payloadSizeBytes = 40, bool isValid = true,
        bool isProvable = true)
    {
        Random random = new(seed);
        IReadOnlyList<ReadOnlyMemory<byte>> body = Body(random, payloadSizeBytes);
        VrfCertificate vrf = new(Bytes(random, 64), Bytes(random, 80));
        HeaderFields fields = new()
        {
            Shape = HeaderShape.Praos,
            BlockNo = new BlockNo(blockNo),
            Slot = new Slot(slot),
            PrevHash = previous,
            IssuerVerificationKey = Bytes(random, 32),
            VrfVerificationKey = Bytes(random, 32),
            NonceVrf = vrf,
            LeaderVrf = vrf,
            BodySizeBytes = (uint)body.Sum(part => part.Length),
            BodyHash = Block.BodyHashOf(body),
            OperationalCertificate = new OperationalCertificate(
                Bytes(random, 32), CounterOf(random, isValid, isProvable), new KesPeriod(0), Bytes(random, 64)),
            ProtocolVersion = new ProtocolVersion(10, 0),
        };
        byte[] headerBody = ConwayBlockEncoder.EncodeHeaderBody(fields);
        byte[] header = ConwayBlockEncoder.EncodeHeader(headerBody, TestBlockParser.Sign(headerBody));
        byte[] stored = ConwayBlockEncoder.EncodeStoredBlock(header, body);
        return new TestBlock(Parser.Parse(stored), stored);
    }

    /// <summary>A chain of blocks, with slots as far apart as the seed says.</summary>
    public static List<TestBlock> Chain(int count, int seed, int gapMax = 5, TestBlock? from = null)
    {
        Random random = new(seed);
        List<TestBlock> blocks = [];
        ulong slot = from is null ? 0 : from.Summary.Slot.Value + 1;
        ulong height = from is null ? 0 : from.Summary.BlockNo.Value + 1;
        Hash32? previous = from?.Summary.Hash;
        for (int i = 0; i < count; i++)
        {
            slot += (ulong)random.Next(gapMax);
            TestBlock block = Make(previous, slot, height, random.Next(), random.Next(600));
            blocks.Add(block);
            (previous, slot, height) = (block.Summary.Hash, slot + 1, height + 1);
        }
        return blocks;
    }

    /// <summary>A block that follows another one (null: the first of a chain).</summary>
    public static TestBlock After(
        TestBlock? parent, int seed, ulong gap = 1, bool isValid = true, bool isProvable = true) => parent is null
        ? Make(null, gap, 0, seed, isValid: isValid, isProvable: isProvable)
        : Make(
            parent.Summary.Hash, parent.Summary.Slot.Value + gap, parent.Summary.BlockNo.Value + 1, seed,
            isValid: isValid, isProvable: isProvable);

    private static ulong CounterOf(Random random, bool isValid, bool isProvable)
    {
        ulong any = (ulong)random.Next(10);
        if (!isValid)
            return InvalidCounter;
        return isProvable ? any : UnprovableCounter;
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>> Body(Random random, int payloadSizeBytes)
    {
        ArrayBufferWriter<byte> transactions = new();
        CborWriter writer = new(transactions);
        writer.WriteArrayStart(1);
        writer.WriteBytes(Bytes(random, payloadSizeBytes));
        return [transactions.WrittenMemory, new byte[] { 0x81, 0xa0 }, new byte[] { 0xa0 }, new byte[] { 0x80 }];
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
