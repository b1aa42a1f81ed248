using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using Xunit;
using static PoolTopology.Ledger.Tests.Transactions.CborItems;

namespace PoolTopology.Ledger.Tests.Transactions;

public class WitnessTests
{
    private static readonly byte[] VKey = Array(Fill(32, 1), Fill(64, 2));
    private static readonly byte[] Native = Array(UInt(0), Fill(28, 7));
    private static readonly byte[] Redeemer = Array(UInt(1), UInt(2), UInt(3), Array(UInt(4), UInt(5)));

    [Fact]
    public void Signatures_come_with_the_hash_of_their_key()
    {
        VKeyWitness witness = Assert.Single(Read(Era.Shelley, (0, Array(VKey))).VKeys);
        Assert.Equal(Digest.Blake2b224(witness.VerificationKey.Span), witness.KeyHash);
        Assert.Equal((32, 64), (witness.VerificationKey.Length, witness.Signature.Length));
        Require(false, Era.Shelley, (0, Array(Array(Fill(31, 1), Fill(64, 2)))));
        Require(false, Era.Shelley, (0, Array(Array(Fill(32, 1), Fill(63, 2)))));
        Require(false, Era.Shelley, (0, Array(Array(Fill(32, 1), Fill(64, 2), UInt(1)))));
    }

    [Fact]
    public void Keys_of_witness_sets_are_known_from_their_era_on()
    {
        foreach (Era era in TransactionSamples.Eras)
        {
            Require(true, era, (1, Array(Native)));
            Require(true, era, (2, Array()), isConwayRead: false);
            Require(era >= Era.Alonzo, era, (3, Array(Bytes(1))));
            Require(era >= Era.Alonzo, era, (4, Array(UInt(1))));
            Require(era >= Era.Alonzo, era, (5, Array(Redeemer)));
            Require(era >= Era.Babbage, era, (6, Array(Bytes(1))));
            Require(era >= Era.Conway, era, (7, Array(Bytes(1))));
            Require(false, era, (8, Array(Bytes(1))));
        }
        // A list of scripts of a later language is refused for what is in it.
        Require(true, Era.Alonzo, (6, Array()));
        Require(true, Era.Babbage, (7, Array()));
    }

    [Fact]
    public void Lists_are_tagged_and_not_empty_in_Conway()
    {
        foreach (ulong key in (ulong[])[0, 1, 3, 4])
        {
            byte[] item = key switch { 0 => VKey, 1 => Native, _ => Bytes(1) };
            Require(true, Era.Conway, (key, Array(item)));
            Require(true, Era.Conway, (key, Set(item)));
            Require(false, Era.Conway, (key, Array()));
            Require(false, Era.Conway, (key, Set()));
            Require(true, Era.Babbage, (key, Array()));
            Require(false, Era.Babbage, (key, Set(item)));
            // Twice the same is refused of Plutus scripts alone.
            Require(key != 3, Era.Conway, (key, Array(item, item)));
            Require(true, Era.Babbage, (key, Array(item, item)));
        }
    }

    [Fact]
    public void Redeemers_are_a_list_and_in_Conway_also_a_map_and_the_last_of_two_counts()
    {
        byte[] again = Array(UInt(1), UInt(2), UInt(9), Array(UInt(6), UInt(7)));
        byte[] map = Map((Array(UInt(1), UInt(2)), Array(UInt(3), Array(UInt(4), UInt(5)))));
        Redeemer last = Assert.Single(Read(Era.Babbage, (5, Array(Redeemer, again))).Redeemers);
        Assert.Equal((RedeemerTag.Mint, 2u, new ExecutionUnits(6, 7)), (last.Tag, last.Index, last.Units));
        Assert.Equal(UInt(9), last.PlutusData.ToArray());
        Assert.Equal(map, Read(Era.Conway, (5, map)).RedeemersBytes.ToArray());
        Assert.Equal(UInt(3), Assert.Single(Read(Era.Conway, (5, map)).Redeemers).PlutusData.ToArray());
        Require(false, Era.Babbage, (5, map));
        Require(false, Era.Conway, (5, Map()));
        Require(false, Era.Conway, (5, Array()));
        Require(true, Era.Babbage, (5, Array()));
        Require(false, Era.Babbage, (5, Array(Array(UInt(4), UInt(0), UInt(0), Array(UInt(0), UInt(0))))));
        Require(true, Era.Conway, (5, Array(Array(UInt(5), UInt(0), UInt(0), Array(UInt(0), UInt(0))))));
        Require(false, Era.Conway, (5, Array(Array(UInt(6), UInt(0), UInt(0), Array(UInt(0), UInt(0))))));
        Require(false, Era.Babbage, (5, Array(Array(UInt(0), UInt(0), UInt(0), Array(UInt(1UL << 63), UInt(0))))));
        Require(false, Era.Babbage, (5, Array(Array(UInt(0), UInt(1UL << 32), UInt(0), Array(UInt(0), UInt(0))))));
    }

    [Fact]
    public void Datums_and_scripts_come_with_their_hashes_and_raw_fields()
    {
        TransactionWitnesses read = Read(
            Era.Conway, (4, Set(UInt(7), Bytes(1))), (1, Array(Native)), (3, Array(Bytes(1, 2))), (7, Array(Bytes(3))));
        Assert.Equal(Set(UInt(7), Bytes(1)), read.DatumsBytes.ToArray());
        Assert.Equal(Digest.Blake2b256(UInt(7)), read.Datums[0].Hash);
        Assert.Equal([ScriptLanguage.Native, ScriptLanguage.PlutusV1, ScriptLanguage.PlutusV3], read.Scripts.Select(s => s.Language));
        Assert.Equal(Digest.Blake2b224([0, .. Native]), read.Scripts[0].Hash);
        Assert.Equal(Digest.Blake2b224([1, 1, 2]), read.Scripts[1].Hash);
        Assert.Equal(Digest.Blake2b224([3, 3]), read.Scripts[2].Hash);
        Assert.IsType<NativeScript.Signature>(read.Scripts[0].Native);
    }

    [Fact]
    public void Plutus_data_is_what_the_grammar_says_with_strings_in_chunks_of_64()
    {
        byte[] chunk = Fill(64, 1);
        foreach ((byte[] data, bool isRead) in ((byte[], bool)[])
            [
                (Fill(64, 1), true), (Fill(65, 1), false), ([0x5f, .. chunk, .. chunk, 0xff], true),
                ([0x5f, .. Fill(65, 1), 0xff], false), ([0x5f, 0xff], true), (Tag(2, Fill(64, 1)), true),
                (Tag(3, Fill(65, 1)), false), ([0xc2, 0x5f, .. chunk, .. chunk, 0xff], true), (Int(long.MinValue), true),
                ([0x3b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], true), (Tag(121, Array()), true),
                (Tag(127, OpenArray(UInt(1))), true), (Tag(128, Array()), false), (Tag(1280, Array()), true),
                (Tag(1400, Array()), true), (Tag(1401, Array()), false), (Tag(121, UInt(1)), false),
                (Tag(102, Array(UInt(9), Array())), true), (Tag(102, [0x9f, 0x09, 0x80, 0xff]), true),
                (Tag(102, [0x9f, 0x09, 0x80, 0x00, 0xff]), false), (Tag(102, Array(UInt(9), Array(), UInt(1))), false),
                (Tag(102, Array(Array(), UInt(9))), false), (OpenMap((UInt(1), UInt(2)), (UInt(1), UInt(2))), true),
                ([0xbf, 0x01, 0xff], false), (Text("x"), false), (Null, false), (True, false), ([0xd8, 0x02, 0x41, 0x01], false),
            ])
            Assert.True(isRead == (Refusal(Era.Babbage, (4, Array(data))) is null), Convert.ToHexString(data));
    }

    [Fact]
    public void Auxiliary_data_is_a_map_from_Allegra_on_an_array_from_Alonzo_on_fields()
    {
        byte[] metadata = Map((UInt(1), Text("x")));
        byte[] array = Array(metadata, Array(Native));
        foreach (Era era in TransactionSamples.Eras)
        {
            Assert.Equal(Digest.Blake2b256(metadata), AuxiliaryData.Decode(era, metadata).Hash);
            RequireAuxiliary(era >= Era.Allegra, era, array);
            RequireAuxiliary(era >= Era.Alonzo, era, Tag(259, Fields((0, metadata), (1, Array(Native)), (2, Array(Bytes(1))))));
            RequireAuxiliary(era >= Era.Alonzo, era, Tag(259, Fields()));
            RequireAuxiliary(era >= Era.Babbage, era, Tag(259, Fields((3, Array()))));
            RequireAuxiliary(era >= Era.Conway, era, Tag(259, Fields((4, Array(Bytes(1))))));
            RequireAuxiliary(false, era, Tag(259, Fields((5, Array()))));
            RequireAuxiliary(false, era, Tag(259, Fields((0, metadata), (0, metadata))));
            RequireAuxiliary(false, era, Tag(258, Fields()));
            RequireAuxiliary(era < Era.Conway, era, Map((UInt(1), UInt(1)), (UInt(1), UInt(2))));
        }
    }

    [Fact]
    public void Long_strings_in_metadata_are_read_and_seen()
    {
        foreach ((byte[] value, bool isOversized) in ((byte[], bool)[])
            [
                (Fill(64, 1), false), (Fill(65, 1), true), (Text(new string('x', 64)), false), (Text(new string('ä', 33)), true),
                ([0x5f, .. Fill(40, 1), .. Fill(40, 1), 0xff], true), ([0x7f, 0x61, 0x78, 0xff], false), (Array(Fill(65, 1)), true),
            ])
            Assert.Equal(isOversized, AuxiliaryData.Decode(Era.Mary, Map((UInt(1), value))).HasOversizedMetadata);
        RequireAuxiliary(false, Era.Mary, Map((UInt(1), Tag(2, Bytes(1)))));
        RequireAuxiliary(false, Era.Mary, Map((UInt(1), Null)));
        RequireAuxiliary(false, Era.Mary, Map((UInt(1), [0x61, 0xff])));
        RequireAuxiliary(false, Era.Mary, Map((Int(-1), UInt(1))));
        RequireAuxiliary(true, Era.Mary, OpenMap((UInt(1), OpenMap((Array(), UInt(1)), (Array(), UInt(2))))));
    }

    private static TransactionWitnesses Read(Era era, params (ulong Key, byte[] Value)[] fields) =>
        TransactionWitnesses.Decode(era, Fields(fields));

    private static Exception? Refusal(Era era, params (ulong Key, byte[] Value)[] fields)
    {
        Exception? refusal = Record.Exception(() => Read(era, fields));
        Assert.True(refusal is null or CborException, $"{refusal}");
        return refusal;
    }

    private static void Require(bool isRead, Era era, (ulong, byte[]) field, bool isConwayRead = true) => Assert.True(
        (isRead && (era < Era.Conway || isConwayRead)) == (Refusal(era, field) is null), $"{era}, key {field.Item1}");

    private static void RequireAuxiliary(bool isRead, Era era, byte[] bytes)
    {
        Exception? refusal = Record.Exception(() => AuxiliaryData.Decode(era, bytes));
        Assert.True(refusal is null or CborException, $"{refusal}");
        Assert.True(isRead == (refusal is null), $"{era}: {Convert.ToHexString(bytes)}: {refusal?.Message}");
    }
}
