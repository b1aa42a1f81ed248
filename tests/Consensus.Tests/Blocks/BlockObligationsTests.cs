using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Headers;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Ledger.Types;
using PoolTopology.TestKit;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Consensus.Tests.Blocks;

public class BlockObligationsTests
{
    private static readonly TestNetwork Network = TestNetwork.Create();

    private static readonly HeaderObligation[] Headers =
        [.. TestForge.Extend(Network, Network.Genesis, 8).Select(b => Owed(Block.Decode(b.StoredBytes).Header))];

    [Fact]
    public void Nothing_owed_is_nothing_wrong()
    {
        Assert.Null(BlockObligations.CheckMany([]));
        Assert.Null(BlockObligations.CheckBodies([]));
        Assert.Null(new BlockObligations(Headers[0], []).Check());
    }

    [Fact]
    public void Many_blocks_get_the_answer_of_each_in_turn() => Seeds.ForAll(60, random =>
    {
        BlockObligations[] blocks = [.. Headers.Select(h => new BlockObligations(
            h, [.. Enumerable.Range(0, random.Next(4)).Select(i => Signature(random, i, isGood: true))]))];
        for (int faults = random.Next(4); faults > 0; faults--)
        {
            int at = random.Next(blocks.Length);
            blocks[at] = random.Next(2) == 0
                ? blocks[at] with { Header = blocks[at].Header with { KesEvolution = 5 } }
                : blocks[at] with { Body = blocks[at].Body.Add(Signature(random, 9, isGood: false)) };
        }
        Assert.Equal(First(blocks, b => b.Check()), BlockObligations.CheckMany(blocks));
        Assert.Equal(First(blocks, b => b.CheckBody()), BlockObligations.CheckBodies(blocks));
    });

    private static (int, BlockError)? First(BlockObligations[] blocks, Func<BlockObligations, BlockError?> check)
    {
        for (int i = 0; i < blocks.Length; i++)
        {
            if (check(blocks[i]) is BlockError error)
                return (i, error);
        }
        return null;
    }

    private static SignatureObligation Signature(Random random, int transaction, bool isGood)
    {
        byte[] seed = TestPool.SeedOf("cold", random.Next(3)), message = new byte[32];
        random.NextBytes(message);
        byte[] key = new byte[Ed25519.PublicKeySizeBytes], signature = new byte[Ed25519.SignatureSizeBytes];
        Ed25519.PublicKeyOf(seed, key);
        Ed25519.Sign(seed, message, signature);
        if (!isGood)
            message[random.Next(message.Length)] ^= 1;
        return new SignatureObligation(transaction, new Ed25519Claim(key, message, signature));
    }

    private static HeaderObligation Owed(BlockHeader header) =>
        new(header, Network.Genesis.PraosState.EpochNonce, 0);
}
