using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Cbor;
using Xunit;
using static PoolTopology.Ledger.Tests.Transactions.CborItems;

namespace PoolTopology.Ledger.Tests.Transactions;

/// <summary>What is malformed in which era: both sides of each condition of the reference's decoders.</summary>
public class StrictnessTests
{
    private static readonly byte[] KeyHash = Fill(28, 7);
    private static readonly byte[] OtherKeyHash = Fill(28, 8);
    private static readonly byte[] Input = Array(Fill(32, 1), UInt(0));
    private static readonly byte[] OtherInput = Array(Fill(32, 2), UInt(0));
    private static readonly byte[] Credential = Array(UInt(0), KeyHash);
    private static readonly byte[] Register = Array(UInt(0), Credential);
    private static readonly byte[] Account = Bytes([0xe0, .. Enumerable.Repeat((byte)7, 28)]);
    private static readonly byte[] ByteAddress = Bytes([0x60, .. Enumerable.Repeat((byte)7, 28)]);
    private static readonly byte[] Anchor = Array(Text("https://x"), Fill(32, 3));

    public static TheoryData<string, ulong, Era, Era> FieldsOfBodies => new()
    {
        { "update", 6, Era.Shelley, Era.Babbage },
        { "validity start", 8, Era.Allegra, Era.Conway },
        { "mint", 9, Era.Mary, Era.Conway },
        { "script data hash", 11, Era.Alonzo, Era.Conway },
        { "collateral", 13, Era.Alonzo, Era.Conway },
        { "required signers", 14, Era.Alonzo, Era.Conway },
        { "network", 15, Era.Alonzo, Era.Conway },
        { "collateral return", 16, Era.Babbage, Era.Conway },
        { "total collateral", 17, Era.Babbage, Era.Conway },
        { "reference inputs", 18, Era.Babbage, Era.Conway },
        { "votes", 19, Era.Conway, Era.Conway },
        { "proposals", 20, Era.Conway, Era.Conway },
        { "treasury", 21, Era.Conway, Era.Conway },
        { "donation", 22, Era.Conway, Era.Conway },
    };

    [Theory]
    [MemberData(nameof(FieldsOfBodies))]
    public void A_field_is_read_in_its_eras_and_unknown_in_the_others(string name, ulong key, Era first, Era last)
    {
        byte[] value = key switch
        {
            6 => Array(Map(), UInt(1)),
            9 => Map((KeyHash, Map((Bytes(1), UInt(1))))),
            11 => Fill(32, 1),
            13 or 18 => Array(Input),
            14 => Array(KeyHash),
            16 => Array(ByteAddress, UInt(1)),
            19 => Map((Array(UInt(0), KeyHash), Map((Input, Array(UInt(1), Null))))),
            20 => Array(Array(UInt(1), Account, Array(UInt(6)), Anchor)),
            _ => UInt(1),
        };
        foreach (Era era in TransactionSamples.Eras)
            Require(era >= first && era <= last, era, Body((key, value)), name);
    }

    [Fact]
    public void Inputs_outputs_and_fee_are_required_and_in_Shelley_the_time_to_live()
    {
        foreach (Era era in TransactionSamples.Eras)
        {
            Require(true, era, Body(), "all of them");
            Require(era != Era.Shelley, era, Fields((0, Array()), (1, Array()), (2, UInt(0))), "no time to live");
            Require(false, era, Fields((1, Array()), (2, UInt(0)), (3, UInt(0))), "no inputs");
            Require(false, era, Fields((0, Array()), (2, UInt(0)), (3, UInt(0))), "no outputs");
            Require(false, era, Fields((0, Array()), (1, Array()), (3, UInt(0))), "no fee");
        }
    }

    [Fact]
    public void A_field_twice_is_refused_in_every_era()
    {
        foreach (Era era in TransactionSamples.Eras)
            Require(false, era, Fields((0, Array()), (1, Array()), (2, UInt(0)), (3, UInt(0)), (2, UInt(0))), "the fee twice");
    }

    [Fact]
    public void An_input_twice_is_one_before_Conway_and_refused_in_it()
    {
        byte[] body = Fields((0, Array(OtherInput, Input, OtherInput)), (1, Array()), (2, UInt(0)), (3, UInt(0)));
        foreach (Era era in TransactionSamples.Eras)
            Require(era < Era.Conway, era, body, "an input twice");
        TransactionBody read = TransactionBody.Decode(Era.Babbage, body);
        Assert.Equal([1, 2], read.Inputs.Select(i => i.TransactionId.ToArray()[0]));
    }

    [Fact]
    public void Sets_may_be_tagged_in_Conway_only()
    {
        foreach (Era era in TransactionSamples.Eras)
            Require(era == Era.Conway, era, Fields((0, Set(Input)), (1, Array()), (2, UInt(0)), (3, UInt(0))), "a tagged set");
        Require(false, Era.Conway, Fields((0, Tag(259, Array(Input))), (1, Array()), (2, UInt(0))), "another tag");
        Require(false, Era.Conway, Fields((0, Tag(258, Set(Input))), (1, Array()), (2, UInt(0))), "the tag twice");
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(9)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(20)]
    public void A_container_that_may_be_absent_is_not_empty_in_Conway(ulong key)
    {
        byte[] empty = key is 5 or 9 or 19 ? Map() : Array();
        Require(false, Era.Conway, Body((key, empty)), $"an empty field {key}");
        if (key < 19)
            Require(true, Era.Babbage, Body((key, empty)), $"an empty field {key}");
    }

    [Fact]
    public void A_donation_of_nothing_is_refused()
    {
        Require(true, Era.Conway, Body((22, UInt(1))), "a donation");
        Require(false, Era.Conway, Body((22, UInt(0))), "no donation");
        Require(false, Era.Conway, Body((22, Null)), "null");
    }

    [Fact]
    public void Certificates_of_Shelley_end_and_those_of_Conway_start_where_they_do()
    {
        foreach (Era era in TransactionSamples.Eras)
        {
            bool isConway = era == Era.Conway;
            Require(true, era, Body((4, Array(Register))), "a registration");
            Require(!isConway, era, Body((4, Array(Array(UInt(5), KeyHash, KeyHash, Fill(32, 1))))), "a genesis delegation");
            Require(!isConway, era, Body((4, Array(Array(UInt(6), Array(UInt(0), Map()))))), "moved rewards");
            Require(isConway, era, Body((4, Array(Array(UInt(7), Credential, UInt(1))))), "a registration with a deposit");
            Require(false, era, Body((4, Array(Array(UInt(19), Credential, UInt(1))))), "a certificate that does not exist");
            Require(!isConway, era, Body((4, Array(Register, Register))), "a certificate twice");
            Require(!isConway, era, Body((4, Array(Register, OpenArray(UInt(0), Credential)))), "it encoded otherwise");
        }
    }

    [Fact]
    public void A_pool_registered_twice_is_the_same_whatever_the_order_of_its_owners()
    {
        byte[] one = Pool(Array(KeyHash, OtherKeyHash));
        byte[] other = Pool(Set(OtherKeyHash, KeyHash));
        Require(true, Era.Conway, Body((4, Array(one))), "one pool");
        Require(false, Era.Conway, Body((4, Array(one, other))), "the same pool again");
        Require(true, Era.Conway, Body((4, Array(one, Pool(Array(KeyHash))))), "another pool");
        Require(false, Era.Conway, Body((4, Array(Pool(Array(KeyHash, KeyHash))))), "an owner twice");
        Require(true, Era.Babbage, Body((4, Array(Pool(Array(KeyHash, KeyHash))))), "an owner twice");
    }

    [Fact]
    public void Shares_are_fractions_from_0_to_1()
    {
        foreach ((byte[] margin, bool isRead) in ((byte[], bool)[])
            [
                (Fraction(0, 1), true), (Fraction(1, 1), true), (Fraction(2, 1), false), (Fraction(1, 0), false),
                (Array(UInt(1), UInt(2)), false), (Tag(30, OpenArray(UInt(1), UInt(2))), true),
                (Tag(30, Array(Int(-1), Int(-2))), true), (Tag(30, Array(Int(-1), Int(2))), false),
                (Tag(30, Array(Tag(2, Bytes(1)), UInt(2))), true),
            ])
            Require(isRead, Era.Babbage, Body((4, Array(Pool(Array(), margin)))), Convert.ToHexString(margin));
    }

    [Fact]
    public void Assets_are_summed_up_before_Conway_as_the_ledger_did_and_strict_in_it()
    {
        byte[] twice = Map((KeyHash, Map((Bytes(1), UInt(5)), (Bytes(1), UInt(6)))));
        byte[] policyTwice = Map((KeyHash, Map((Bytes(1), UInt(5)))), (KeyHash, Map((Bytes(2), UInt(6)))));
        byte[] policyEmptied = Map((KeyHash, Map((Bytes(1), UInt(5)))), (KeyHash, Map()));
        byte[] zero = Map((KeyHash, Map((Bytes(1), UInt(0)))));
        byte[] none = Map((KeyHash, Map()));
        foreach (byte[] assets in (byte[][])[twice, policyTwice, policyEmptied, zero, none])
        {
            Require(true, Era.Babbage, Body((1, Array(Array(ByteAddress, Array(UInt(1), assets))))), "assets");
            Require(false, Era.Conway, Body((1, Array(Array(ByteAddress, Array(UInt(1), assets))))), "assets");
        }
        Assert.Equal((Int128)6, AssetsOf(twice).Amounts[0].Quantity);
        Assert.Equal(new AssetName([2]), Assert.Single(AssetsOf(policyTwice).Amounts.ToArray()).Name);
        Assert.True(AssetsOf(policyEmptied).IsEmpty && AssetsOf(zero).IsEmpty && AssetsOf(none).IsEmpty);
        Assert.True(AssetsOf(Map(), Era.Conway).IsEmpty);
        AssetBundle unsorted = AssetsOf(Map((OtherKeyHash, Map((Bytes(1), UInt(5)))), (KeyHash, Map((Bytes(9), UInt(1)), (Bytes(1), UInt(2))))), Era.Conway);
        Assert.Equal([2, 1, 5], unsorted.Amounts.ToArray().Select(a => (int)a.Quantity));
    }

    [Fact]
    public void Quantities_keep_to_64_bits_and_bundles_to_what_the_compact_form_holds()
    {
        byte[] Output(byte[] assets) => Array(ByteAddress, Array(UInt(1), assets));
        Assert.Equal((Int128)ulong.MaxValue, AssetsOf(Map((KeyHash, Map((Bytes(1), UInt(ulong.MaxValue)))))).Amounts[0].Quantity);
        Assert.Throws<CborException>(() => AssetsOf(Map((KeyHash, Map((Bytes(1), Int(-1)))))));
        Assert.Throws<CborException>(() => AssetsOf(Map((KeyHash, Map((Bytes(new byte[33]), UInt(1)))))));
        (byte[], byte[]) Asset(int i) => (Bytes((byte)(i >> 8), (byte)i), UInt(1));
        byte[] most = Map((KeyHash, Map([.. Enumerable.Range(0, 1_488).Select(Asset)])));
        byte[] more = Map((KeyHash, Map([.. Enumerable.Range(0, 1_489).Select(Asset)])));
        Assert.Equal(1_488, TransactionOutput.Decode(Era.Babbage, Output(most)).Assets.Count);
        Assert.Throws<CborException>(() => TransactionOutput.Decode(Era.Babbage, Output(more)));
        Require(false, Era.Babbage, Body((9, Map((KeyHash, Map((Bytes(1), UInt(1UL << 63))))))), "a mint of 2^63");
        Require(true, Era.Babbage, Body((9, Map((KeyHash, Map((Bytes(1), Int(long.MinValue))))))), "a mint of -2^63");
    }

    [Fact]
    public void Outputs_are_maps_from_Babbage_on_and_have_datum_hashes_from_Alonzo_on()
    {
        byte[] map = Fields((0, ByteAddress), (1, UInt(1)));
        byte[] withHash = Array(ByteAddress, UInt(1), Fill(32, 1));
        foreach (Era era in TransactionSamples.Eras)
        {
            RequireOutput(era >= Era.Babbage, era, map);
            RequireOutput(era >= Era.Alonzo, era, withHash);
            RequireOutput(era >= Era.Alonzo, era, OpenArray(ByteAddress, UInt(1), Fill(32, 1)));
            RequireOutput(true, era, OpenArray(ByteAddress, UInt(1)));
            RequireOutput(era >= Era.Mary, era, Array(ByteAddress, Array(UInt(1), Map())));
            RequireOutput(false, era, Array(ByteAddress));
            RequireOutput(false, era, Fields((0, ByteAddress)));
            RequireOutput(false, era, Fields((0, ByteAddress), (1, UInt(1)), (4, UInt(1))));
        }
    }

    [Fact]
    public void Datums_within_outputs_are_whole_and_scripts_of_a_language_that_the_era_knows()
    {
        byte[] Output(ulong key, byte[] value) => Fields((0, ByteAddress), (1, UInt(1)), (key, value));
        byte[] datum = Array(UInt(1), Nested(Array(UInt(1))));
        TransactionOutput output = TransactionOutput.Decode(Era.Babbage, Output(2, datum));
        Assert.Equal(Array(UInt(1)), Assert.IsType<Datum.Inline>(output.Datum).PlutusData.ToArray());
        RequireOutput(false, Era.Babbage, Output(2, Array(UInt(1), Nested([0x81]))));
        RequireOutput(false, Era.Babbage, Output(2, Array(UInt(1), Nested([0x00, 0x00]))));
        RequireOutput(false, Era.Babbage, Output(2, Array(UInt(1), Tag(25, Bytes(0)))));
        RequireOutput(false, Era.Babbage, Output(2, Array(UInt(2), Fill(32, 1))));
        for (ulong language = 0; language < 5; language++)
        {
            byte[] script = Array(UInt(language), language == 0 ? Array(UInt(0), KeyHash) : Bytes(1, 2, 3));
            RequireOutput(language <= 2, Era.Babbage, Output(3, Nested(script)));
            RequireOutput(language <= 3, Era.Conway, Output(3, Nested(script)));
        }
        Script read = TransactionOutput.Decode(Era.Babbage, Output(3, Nested(Array(UInt(2), Bytes(1, 2, 3))))).ReferenceScript!;
        Assert.Equal((ScriptLanguage.PlutusV2, Script.HashOf(ScriptLanguage.PlutusV2, [1, 2, 3])), (read.Language, read.Hash));
    }

    private static AssetBundle AssetsOf(byte[] assets, Era era = Era.Babbage) =>
        TransactionOutput.Decode(era, Array(ByteAddress, Array(UInt(1), assets))).Assets;

    private static byte[] Pool(byte[] owners, byte[]? margin = null) => Array(
        UInt(3), KeyHash, Fill(32, 1), UInt(1), UInt(2), margin ?? Fraction(1, 2), Account, owners, Array(), Null);

    private static byte[] Body(params (ulong Key, byte[] Value)[] fields)
    {
        (ulong Key, byte[] Value)[] basic = [(0, Array()), (1, Array()), (2, UInt(0)), (3, UInt(0))];
        return Fields([.. basic.Where(b => fields.All(f => f.Key != b.Key)), .. fields]);
    }

    private static void RequireOutput(bool isRead, Era era, byte[] output) =>
        Assert.Equal(isRead, Record.Exception(() => TransactionOutput.Decode(era, output)) is null);

    private static void Require(bool isRead, Era era, byte[] body, string what)
    {
        Exception? refusal = Record.Exception(() => TransactionBody.Decode(era, body));
        Assert.True(refusal is null or CborException, $"{era}, {what}: {refusal}");
        Assert.True(isRead == (refusal is null), $"{era}, {what}: read {refusal is null}, {refusal?.Message}");
    }
}
