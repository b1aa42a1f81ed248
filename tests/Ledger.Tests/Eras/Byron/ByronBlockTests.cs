using PoolTopology.Ledger.Eras.Byron;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit;
using Xunit;
using static PoolTopology.Ledger.Tests.Transactions.CborItems;

namespace PoolTopology.Ledger.Tests.Eras.Byron;

public class ByronBlockTests
{
    private static readonly byte[] EmptyAttributes = Array(Map());
    private static readonly byte[] Transaction = Array(OpenArray(Array(UInt(0), Tag(24, Bytes(1)))), OpenArray(Array(Bytes(1), UInt(9))), Map());

    [Fact]
    public void A_main_block_has_its_hash_link_slot_and_transaction_ids()
    {
        byte[] header = MainHeader();
        byte[] stored = Array(UInt(1), Array(header, MainBody(Transaction, Transaction), EmptyAttributes));
        ByronBlock block = ByronBlock.Decode(stored);
        Assert.Equal((false, 764824073u, new EpochNo(3), 17UL, new BlockNo(99)), (block.IsBoundary, block.ProtocolMagic, block.Epoch, block.SlotInEpoch, block.BlockNo));
        Assert.Equal(new Slot((3 * 21_600) + 17), block.SlotOf(21_600));
        Assert.Equal(Digest.Blake2b256([0x82, 0x01, .. header]), block.Hash);
        Assert.Equal(1, block.PrevHash.ToArray()[0]);
        Assert.Equal(header, block.HeaderBytes.ToArray());
        Assert.Equal([Digest.Blake2b256(Transaction), Digest.Blake2b256(Transaction)], block.TransactionIds.ToArray());
        Assert.False(block.IsBodyAsDeclared);
    }

    [Fact]
    public void A_boundary_block_has_its_hash_and_declares_its_body()
    {
        byte[] body = OpenArray(Fill(28, 1), Fill(28, 2));
        byte[] header = Array(
            UInt(1), Fill(32, 1), Bytes(Digest.Blake2b256(body).ToArray()), Array(UInt(5), Array(UInt(77))), EmptyAttributes);
        ByronBlock block = ByronBlock.Decode(Array(UInt(0), Array(header, body, EmptyAttributes)));
        Assert.Equal((true, new EpochNo(5), new BlockNo(77)), (block.IsBoundary, block.Epoch, block.BlockNo));
        Assert.Equal(Digest.Blake2b256([0x82, 0x00, .. header]), block.Hash);
        Assert.True(block.IsBodyAsDeclared);
        ByronBlock other = ByronBlock.Decode(Array(UInt(0), Array(header, OpenArray(), EmptyAttributes)));
        Assert.False(other.IsBodyAsDeclared);
    }

    [Fact]
    public void Changed_and_cut_blocks_are_read_or_refused() => Seeds.ForAll(5_000, random =>
    {
        byte[] stored = Array(UInt(1), Array(MainHeader(), MainBody(Transaction), EmptyAttributes));
        if (random.Next(2) == 0)
            stored = stored[..random.Next(stored.Length)];
        for (int change = random.Next(3); change > 0 && stored.Length > 0; change--)
            stored[random.Next(stored.Length)] ^= (byte)(1 << random.Next(8));
        Exception? refusal = Record.Exception(() => ByronBlock.Decode(stored));
        Assert.True(refusal is null or CborException, $"{refusal}");
    });

    [Fact]
    public void The_root_splits_leaves_at_the_greatest_power_of_two_below()
    {
        Hash32[] leaves = [.. Enumerable.Range(0, 5).Select(i => ByronMerkleTree.Leaf([(byte)i]))];
        Hash32 Node(Hash32 left, Hash32 right) => Digest.Blake2b256([1, .. left.ToArray(), .. right.ToArray()]);
        Assert.Equal(Digest.Blake2b256([]), ByronMerkleTree.Root([]));
        Assert.Equal(Digest.Blake2b256([0, 0]), ByronMerkleTree.Root(leaves.AsSpan(0, 1)));
        Assert.Equal(Node(Node(leaves[0], leaves[1]), leaves[2]), ByronMerkleTree.Root(leaves.AsSpan(0, 3)));
        Assert.Equal(
            Node(Node(Node(leaves[0], leaves[1]), Node(leaves[2], leaves[3])), leaves[4]),
            ByronMerkleTree.Root(leaves));
    }

    private static byte[] MainHeader() => Array(
        UInt(764824073),
        Fill(32, 1),
        Array(Array(UInt(0), Fill(32, 2), Fill(32, 3)), Array(UInt(3), Fill(32, 4)), Fill(32, 5), Fill(32, 6)),
        Array(Array(UInt(3), UInt(17)), Fill(64, 7), Array(UInt(99)), Array(UInt(2), Array(UInt(1)))),
        Array(Array(UInt(0), UInt(2), UInt(0)), Array(Text("x"), UInt(1)), Map(), Fill(32, 8)));

    private static byte[] MainBody(params byte[][] transactions) => Array(
        OpenArray([.. transactions.Select(t => Array(t, Array()))]),
        Array(UInt(3), Tag(258, Array())),
        OpenArray(),
        Array(Array(), OpenArray()));
}
