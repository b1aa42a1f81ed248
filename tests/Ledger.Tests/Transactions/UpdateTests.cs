using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Transactions.Governance;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit;
using Xunit;
using static PoolTopology.Ledger.Tests.Transactions.CborItems;

namespace PoolTopology.Ledger.Tests.Transactions;

public class UpdateTests
{
    private static readonly byte[] Key = Fill(28, 7);

    [Fact]
    public void Parameters_are_known_in_their_eras()
    {
        foreach (Era era in TransactionSamples.Eras.Where(e => e < Era.Conway))
        {
            Require(true, era, (16, UInt(1)));
            Require(era < Era.Babbage, era, (12, Fraction(1, 2)));
            Require(era < Era.Babbage, era, (13, Array(UInt(0))));
            Require(true, era, (14, Array(UInt(8), UInt(0))));
            Require(era < Era.Alonzo, era, (15, UInt(1)));
            Require(era >= Era.Alonzo, era, (17, UInt(1)));
            Require(era >= Era.Alonzo, era, (22, UInt(1)));
            Require(false, era, (25, Array()));
            Require(false, era, (14, Array(UInt(ProtocolVersion.DeclaredMajorMax + 1), UInt(0))));
            Require(false, era, (4, UInt(65_536)));
            Require(false, era, (2, UInt(1UL << 32)));
        }
    }

    [Fact]
    public void Values_arrive_where_they_belong()
    {
        ProtocolParameterUpdate update = Read(
            Era.Alonzo,
            (0, UInt(44)), (1, UInt(155_381)), (2, UInt(65_536)), (3, UInt(16_384)), (4, UInt(1_100)), (5, UInt(2)),
            (6, UInt(500)), (7, UInt(18)), (8, UInt(150)), (9, Fraction(3, 10)), (10, Fraction(3, 1000)),
            (11, Fraction(1, 5)), (12, Fraction(0, 1)), (13, Array(UInt(1), Fill(32, 9))), (14, Array(UInt(6), UInt(0))),
            (16, UInt(340)), (17, UInt(34_482)), (19, Array(Fraction(577, 10_000), Fraction(721, 10_000_000))),
            (20, Array(UInt(10), UInt(11))), (21, Array(UInt(50), UInt(51))), (22, UInt(5_000)), (23, UInt(150)),
            (24, UInt(3)))!;
        Assert.Equal(new Coin(44), update.MinFeePerByte);
        Assert.Equal(new Coin(155_381), update.MinFeeConstant);
        Assert.Equal((65_536u, 16_384u, (ushort)1_100), (update.MaxBlockBodySizeBytes, update.MaxTransactionSizeBytes, update.MaxBlockHeaderSizeBytes));
        Assert.Equal((new Coin(2), new Coin(500), 18u, (ushort)150), (update.KeyDeposit, update.PoolDeposit, update.MaxPoolRetirementEpochs, update.DesiredPoolCount));
        Assert.Equal((new Rational(3, 10), new Rational(3, 1000), new Rational(1, 5), Rational.Zero), (update.A0, update.Rho, update.Tau, update.Decentralisation));
        Assert.Equal(9, update.ExtraEntropy!.Value.Nonce!.Value.ToArray()[0]);
        Assert.Equal(new ProtocolVersion(6, 0), update.ProtocolVersion);
        Assert.Equal((new Coin(340), new Coin(34_482), null), (update.MinPoolCost, update.CoinsPerUtxoWord, update.CoinsPerUtxoByte));
        Assert.Equal(new Rational(721, 10_000_000), update.ExecutionPrices!.Value.PerStep);
        Assert.Equal((new ExecutionUnits(10, 11), new ExecutionUnits(50, 51)), (update.MaxTransactionExecutionUnits, update.MaxBlockExecutionUnits));
        Assert.Equal((5_000u, (ushort)150, (ushort)3), (update.MaxValueSizeBytes, update.CollateralPercentage, update.MaxCollateralInputs));
        Assert.Equal(new Coin(1), Read(Era.Babbage, (17, UInt(1)))!.CoinsPerUtxoByte);
    }

    [Fact]
    public void Cost_models_have_their_languages_and_lengths_before_Conway()
    {
        byte[] Costs(int count) => Array([.. Enumerable.Range(0, count).Select(i => Int(-i))]);
        Require(true, Era.Alonzo, (18, Map((UInt(0), Costs(166)))));
        Require(false, Era.Alonzo, (18, Map((UInt(0), Costs(165)))));
        Require(true, Era.Babbage, (18, Map((UInt(1), Costs(175)), (UInt(0), Costs(166)))));
        Require(false, Era.Babbage, (18, Map((UInt(2), Costs(223)))));
        CostModel model = Read(Era.Babbage, (18, Map((UInt(1), Costs(175)))))!.CostModels!.Value.Single();
        Assert.Equal((1, 175, -174L), (model.Language, model.Costs.Length, model.Costs[^1]));
        foreach ((byte[] models, bool isRead) in ((byte[], bool)[])
            [
                (Map((UInt(0), Costs(3)), (UInt(200), Costs(0))), true), (Map((UInt(256), Costs(3))), false),
                (Map((UInt(0), Costs(3)), (UInt(0), Costs(3))), false),
            ])
            RequireAction(isRead, Array(UInt(0), Null, Fields((18, models)), Null));
    }

    [Fact]
    public void Conway_changes_parameters_by_actions_that_know_its_own()
    {
        RequireAction(true, Array(UInt(0), Null, Fields((25, Array([.. Enumerable.Repeat(Fraction(1, 2), 5)]))), Null));
        RequireAction(true, Array(UInt(0), Null, Fields((26, Array([.. Enumerable.Repeat(Fraction(1, 2), 10)])), (33, Fraction(15, 1))), Fill(28, 1)));
        RequireAction(false, Array(UInt(0), Null, Fields((25, Array([.. Enumerable.Repeat(Fraction(3, 2), 5)]))), Null));
        RequireAction(false, Array(UInt(0), Null, Fields((14, Array(UInt(9), UInt(0)))), Null));
        RequireAction(false, Array(UInt(0), Null, Fields((34, UInt(1))), Null));
        RequireAction(false, Array(UInt(0), Null, Fields((0, UInt(1)), (0, UInt(1))), Null));
        RequireAction(false, Array(UInt(7)));
        RequireAction(false, Array(UInt(6), Null));
    }

    [Fact]
    public void The_same_proposal_twice_is_refused_however_it_is_encoded()
    {
        byte[] Proposal(byte[] action) => Array(
            UInt(1), Bytes([0xe0, .. Enumerable.Repeat((byte)7, 28)]), action, Array(Text("https://x"), Fill(32, 1)));
        byte[] one = Array(UInt(0), Null, Fields((0, UInt(1)), (33, Fraction(2, 4))), Null);
        byte[] same = Array(UInt(0), Null, OpenMap((UInt(33), Fraction(1, 2)), (UInt(0), UInt(1))), Null);
        byte[] other = Array(UInt(0), Null, Fields((0, UInt(2)), (33, Fraction(1, 2))), Null);
        Assert.Null(Record.Exception(() => Body(Array(Proposal(one), Proposal(other)))));
        Assert.Throws<CborException>(() => Body(Array(Proposal(one), Proposal(same))));
    }

    [Fact]
    public void Updates_are_equal_when_their_values_are_and_not_otherwise() => Seeds.ForAll(500, random =>
    {
        Era era = (Era)random.Next((int)Era.Alonzo, (int)Era.Conway + 1);
        int seed = random.Next();
        byte[] one = new TransactionSamples(new Random(seed), era).Update();
        byte[] other = new TransactionSamples(random, era).Update();
        ProtocolParameterUpdate first = Decode(era, one);
        Assert.Equal(first, Decode(era, one));
        Assert.Equal(first.GetHashCode(), Decode(era, one).GetHashCode());
        if (!one.AsSpan().SequenceEqual(other))
            Assert.NotEqual(first, Decode(era, other));
    });

    [Fact]
    public void A_genesis_key_that_proposes_twice_is_heard_last()
    {
        byte[] body = Fields(
            (0, Array()), (1, Array()), (2, UInt(0)), (3, UInt(0)),
            (6, Array(Map((Key, Fields((0, UInt(1)))), (Key, Fields((0, UInt(2))))), UInt(7))));
        UpdateProposal update = TransactionBody.Decode(Era.Alonzo, body).Update!;
        Assert.Equal(new EpochNo(7), update.Epoch);
        Assert.Equal(new Coin(2), Assert.Single(update.Proposals).Value.MinFeePerByte);
        Assert.Equal(Fields((0, UInt(2))), update.Proposals.Values.Single().Bytes.ToArray());
    }

    private static ProtocolParameterUpdate Decode(Era era, byte[] update)
    {
        if (era < Era.Conway)
        {
            return TransactionBody.Decode(era, Fields(
                (0, Array()), (1, Array()), (2, UInt(0)), (6, Array(Map((Key, update)), UInt(1))))).Update!.Proposals.Values.Single();
        }
        TransactionBody body = Body(Array(Array(
            UInt(1), Bytes([0xe0, .. Enumerable.Repeat((byte)7, 28)]), Array(UInt(0), Null, update, Null),
            Array(Text("https://x"), Fill(32, 1)))));
        return Assert.IsType<GovernanceAction.ChangeParameters>(body.ProposalProcedures.Single().Action).Update;
    }

    private static TransactionBody Body(byte[] proposals) =>
        TransactionBody.Decode(Era.Conway, Fields((0, Array()), (1, Array()), (2, UInt(0)), (20, proposals)));

    private static ProtocolParameterUpdate? Read(Era era, params (ulong Key, byte[] Value)[] fields) =>
        TransactionBody.Decode(era, Fields(
            (0, Array()), (1, Array()), (2, UInt(0)), (3, UInt(0)), (6, Array(Map((Key, Fields(fields))), UInt(1)))))
            .Update!.Proposals.Values.Single();

    private static void Require(bool isRead, Era era, (ulong, byte[]) field)
    {
        Exception? refusal = Record.Exception(() => Read(era, field));
        Assert.True(refusal is null or CborException, $"{refusal}");
        Assert.True(isRead == (refusal is null), $"{era}, key {field.Item1}: {refusal?.Message}");
    }

    private static void RequireAction(bool isRead, byte[] action)
    {
        Exception? refusal = Record.Exception(() => Body(Array(Array(
            UInt(1), Bytes([0xe0, .. Enumerable.Repeat((byte)7, 28)]), action, Array(Text("https://x"), Fill(32, 1))))));
        Assert.True(refusal is null or CborException, $"{refusal}");
        Assert.True(isRead == (refusal is null), $"{Convert.ToHexString(action)}: {refusal?.Message}");
    }
}
