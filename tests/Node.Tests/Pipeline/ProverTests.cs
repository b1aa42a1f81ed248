using System.Collections.Immutable;
using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Ledger.Types;
using PoolTopology.Node.Pipeline;
using PoolTopology.Node.Work;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Node.Tests.Pipeline;

public sealed class ProverTests : IDisposable
{
    private static readonly TestNetwork Network = TestNetwork.Create();
    private static readonly List<BlockObligations> Owed = MakeOwed(70);

    private readonly WorkerThreads _workers = new(3);

    public void Dispose() => _workers.Dispose();

    [Fact]
    public async Task FindUnprovenAsync_nothing_where_all_holds() =>
        Assert.Null(await new Prover(_workers).FindUnprovenAsync(Owed.ConvertAll(block => block.Header)));

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(69)]
    public async Task FindUnprovenAsync_the_first_of_two_that_do_not_hold(int first)
    {
        List<HeaderObligation> owed = Owed.ConvertAll(block => block.Header);
        owed[first] = Broken(owed[first]);
        owed[^1] = Broken(Owed[^1].Header);
        (int Number, HeaderError Error)? found = await new Prover(_workers).FindUnprovenAsync(owed);
        Assert.Equal(first, found?.Number);
    }

    [Fact]
    public async Task FindUnproven_headers_that_were_proven_on_arrival_are_not_proven_again()
    {
        Prover prover = new(_workers);
        await prover.FindUnprovenAsync(Owed.ConvertAll(block => block.Header));
        // The same hash under an obligation that cannot hold shows that it is not looked at.
        List<BlockObligations> impossible = Owed.ConvertAll(block => block with { Header = WithWrongPeriod(block.Header) });
        Assert.Null(prover.FindUnproven(impossible));
        Assert.Equal(0, new Prover(_workers).FindUnproven(impossible)?.Number);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(64)]
    public void FindUnproven_the_block_with_the_wrong_signature(int number)
    {
        List<BlockObligations> owed = Owed.ConvertAll(block => block with { Body = Signatures(5) });
        Assert.Null(new Prover(_workers).FindUnproven(owed));
        SignatureObligation wrong = Wrong(owed[number].Body[2]);
        owed[number] = owed[number] with { Body = owed[number].Body.SetItem(2, wrong) };
        Assert.Equal((number, new BlockError.InvalidWitness(2, 2)), new Prover(_workers).FindUnproven(owed));
    }

    [Fact]
    public void FindUnproven_an_earlier_body_comes_before_a_later_header_and_a_header_before_its_own_body()
    {
        List<BlockObligations> owed = Owed.ConvertAll(block => block with { Body = Signatures(1) });
        owed[9] = owed[9] with { Body = [Wrong(owed[9].Body[0])] };
        owed[20] = owed[20] with { Header = Broken(owed[20].Header) };
        Assert.Equal((9, new BlockError.InvalidWitness(0, 0)), new Prover(_workers).FindUnproven(owed));
        owed[9] = owed[9] with { Header = Broken(owed[9].Header) };
        Assert.IsType<BlockError.InvalidHeader>(new Prover(_workers).FindUnproven(owed)?.Error);
    }

    [Fact]
    public void ProvenHeaders_forgets_the_oldest()
    {
        ProvenHeaders proven = new(countMax: 2);
        foreach (BlockObligations block in Owed.Take(3))
            proven.Add(block.Header.Header.Hash);
        Assert.Equal([false, true, true], Owed.Take(3).Select(block => proven.Contains(block.Header.Header.Hash)));
    }

    private static List<BlockObligations> MakeOwed(int count)
    {
        List<BlockObligations> owed = [];
        ChainState state = Network.Genesis;
        foreach ((byte[] stored, ChainState after) in TestForge.Extend(Network, state, count))
        {
            owed.Add(Network.Rules.ApplyUnproven(state, Block.Decode(stored)).Owed!);
            state = after;
        }
        return owed;
    }

    private static HeaderObligation Broken(HeaderObligation sound)
    {
        byte[] bytes = sound.Header.Bytes.ToArray();
        bytes[^1] ^= 1;
        return sound with { Header = BlockHeader.Decode(sound.Header.Era, bytes) };
    }

    private static SignatureObligation Wrong(SignatureObligation sound) =>
        sound with { Claim = sound.Claim with { Message = new byte[32] } };

    private static HeaderObligation WithWrongPeriod(HeaderObligation sound) =>
        sound with { KesEvolution = sound.KesEvolution + 1 };

    private static ImmutableArray<SignatureObligation> Signatures(int count)
    {
        byte[] seed = new byte[32];
        byte[] key = new byte[32];
        Ed25519.PublicKeyOf(seed, key);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                byte[] message = [.. Enumerable.Repeat((byte)(i + 1), 32)];
                byte[] signature = new byte[64];
                Ed25519.Sign(seed, message, signature);
                return new SignatureObligation(i, new Ed25519Claim(key, message, signature));
            }),
        ];
    }
}
