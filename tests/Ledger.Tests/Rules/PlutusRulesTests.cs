using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class PlutusRulesTests
{
    private const ulong Ada = RuleScene.Ada;

    private static readonly byte[] Datum = Cbor.UInt(42);
    private static readonly byte[] OtherDatum = Cbor.UInt(43);

    private readonly RuleScene _scene = new();

    [Fact]
    public void Check_script_with_datum_and_redeemer_passes_and_is_counted_as_not_evaluated()
    {
        WitnessObligations obligations = new();
        Assert.Null(_scene.Check(_scene.SpendFromPlutus(Era.Babbage, TestScripts.PlutusV2), obligations));
        Assert.Equal((1, 1), (obligations.UnevaluatedTransactions, obligations.UnevaluatedScripts));
    }

    [Fact]
    public void Check_input_without_datum_cannot_be_spent()
    {
        TransactionSketch sketch = _scene.SpendFromPlutus(Era.Alonzo, TestScripts.PlutusV1);
        sketch.Inputs[0] = _scene.Give(new OutputSketch(TestScripts.Address(TestScripts.PlutusV1), 10 * Ada));
        Assert.Equal(new LedgerError.UnspendableWithoutDatum(sketch.Inputs[0]), _scene.Check(sketch));
    }

    [Fact]
    public void Check_datum_of_an_input_must_be_shown()
    {
        TransactionSketch sketch = _scene.SpendFromPlutus(Era.Alonzo, TestScripts.PlutusV1);
        sketch.Datums.Clear();
        Assert.Equal(new LedgerError.MissingRequiredDatum(Digest.Blake2b256(Datum)), _scene.Check(sketch));
    }

    [Fact]
    public void Check_inline_datum_needs_no_witness_and_allows_none()
    {
        TransactionSketch sketch = _scene.SpendFromPlutus(Era.Babbage, TestScripts.PlutusV2);
        sketch.Inputs[0] = _scene.Give(
            new OutputSketch(TestScripts.Address(TestScripts.PlutusV2), 10 * Ada) { InlineDatum = Datum });
        Assert.Equal(new LedgerError.NotAllowedSupplementalDatum(Digest.Blake2b256(Datum)), _scene.Check(sketch));
        sketch.Datums.Clear();
        Assert.Null(_scene.Check(_scene.HashScripts(sketch)));
    }

    [Fact]
    public void Check_datum_that_nothing_names_is_refused()
    {
        TransactionSketch sketch = _scene.SpendFromPlutus(Era.Babbage, TestScripts.PlutusV2);
        sketch.Datums.Add(OtherDatum);
        Assert.Equal(
            new LedgerError.NotAllowedSupplementalDatum(Digest.Blake2b256(OtherDatum)), _scene.Check(sketch));
    }

    [Fact]
    public void Check_datum_of_output_collateral_return_or_reference_input_may_be_shown()
    {
        Hash32 hash = Digest.Blake2b256(OtherDatum);
        OutputSketch named = new(_scene.Alice.Address, 2 * Ada) { DatumHash = hash };
        ShowsOther(sketch => sketch.Outputs[0] = sketch.Outputs[0] with { DatumHash = hash });
        ShowsOther(sketch => sketch.CollateralReturn = named);
        ShowsOther(sketch => sketch.References.Add(_scene.Give(named)));
    }

    [Fact]
    public void Check_datum_of_an_input_that_a_key_locks_is_not_named()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.Inputs[0] = _scene.Give(
            new OutputSketch(_scene.Alice.Address, 10 * Ada) { DatumHash = Digest.Blake2b256(Datum) });
        sketch.Datums.Add(Datum);
        Assert.Equal(new LedgerError.NotAllowedSupplementalDatum(Digest.Blake2b256(Datum)), _scene.Check(sketch));
    }

    [Fact]
    public void Check_missing_redeemer_is_refused()
    {
        TransactionSketch sketch = _scene.SpendFromPlutus(Era.Babbage, TestScripts.PlutusV2);
        sketch.Redeemers.Clear();
        Assert.Equal(
            new LedgerError.MissingRedeemer(RedeemerTag.Spend, 0, TestScripts.PlutusV2.Hash), _scene.Check(sketch));
    }

    [Theory]
    [InlineData(RedeemerTag.Spend, 1)]
    [InlineData(RedeemerTag.Mint, 0)]
    [InlineData(RedeemerTag.Certificate, 0)]
    [InlineData(RedeemerTag.Reward, 0)]
    public void Check_extra_redeemer_is_refused(RedeemerTag tag, uint index)
    {
        TransactionSketch sketch = _scene.SpendFromPlutus(Era.Babbage, TestScripts.PlutusV2);
        sketch.Redeemers.Add((tag, index, 1, 1));
        Assert.Equal(new LedgerError.ExtraRedeemer(tag, index), _scene.Check(sketch));
    }

    [Fact]
    public void Check_redeemer_for_a_native_script_is_extra()
    {
        Script native = TestScripts.All();
        TransactionSketch sketch = _scene.SpendFromPlutus(Era.Babbage, TestScripts.PlutusV2);
        sketch.Mint = AssetBundle.Of(new AssetAmount(native.Hash, default, 1));
        sketch.Outputs[0] = sketch.Outputs[0] with { Assets = sketch.Mint };
        sketch.Scripts.Add(native);
        Assert.Null(_scene.Check(sketch));
        sketch.Redeemers.Add((RedeemerTag.Mint, 0, 1, 1));
        Assert.Equal(new LedgerError.ExtraRedeemer(RedeemerTag.Mint, 0), _scene.Check(sketch));
    }

    [Fact]
    public void Check_pointers_count_sorted_inputs_and_policies()
    {
        Script script = TestScripts.PlutusV2;
        TransactionSketch sketch = _scene.SpendFromPlutus(Era.Babbage, script);
        TransactionInput own = _scene.Give(new OutputSketch(_scene.Alice.Address, 10 * Ada));
        sketch.Inputs.Add(own);
        sketch.Outputs[0] = sketch.Outputs[0] with { Coin = 19 * Ada };
        uint place = own < sketch.Inputs[0] ? 1u : 0u;
        sketch.Redeemers[0] = (RedeemerTag.Spend, place, 1, 1);
        Assert.Null(_scene.Check(_scene.HashScripts(sketch)));
        sketch.Redeemers[0] = (RedeemerTag.Spend, 1 - place, 1, 1);
        Assert.Equal(new LedgerError.MissingRedeemer(RedeemerTag.Spend, place, script.Hash), _scene.Check(sketch));
    }

    [Theory]
    [InlineData(10_000_000UL, 10_000_000_000UL, true)]
    [InlineData(10_000_001UL, 1UL, false)]
    [InlineData(1UL, 10_000_000_001UL, false)]
    public void Check_budget_on_both_sides_of_the_limit(ulong memory, ulong steps, bool isAllowed)
    {
        TransactionSketch sketch = _scene.SpendFromPlutus(Era.Babbage, TestScripts.PlutusV2);
        sketch.Redeemers[0] = (RedeemerTag.Spend, 0, memory, steps);
        LedgerError? error = _scene.CheckAll(sketch).OfType<LedgerError.ExecutionUnitsTooBig>().SingleOrDefault();
        Assert.Equal(
            isAllowed
                ? null
                : new LedgerError.ExecutionUnitsTooBig(
                    memory, steps, _scene.Parameters.MaxTransactionExecutionUnits),
            error);
    }

    [Fact]
    public void Check_script_data_hash_must_be_that_of_redeemers_datums_and_cost_models()
    {
        TransactionSketch sketch = _scene.SpendFromPlutus(Era.Babbage, TestScripts.PlutusV2);
        Hash32? right = sketch.ScriptDataHash;
        sketch.ScriptDataHash = null;
        Assert.Equal(new LedgerError.ScriptDataHashMismatch(null, right), _scene.Check(sketch));
        sketch.ScriptDataHash = right;
        _scene.Parameters = _scene.Parameters with { CostModels = [new CostModel(1, [4, 5, 601])] };
        Assert.IsType<LedgerError.ScriptDataHashMismatch>(_scene.Check(sketch));
    }

    [Fact]
    public void Check_script_data_hash_without_scripts_is_refused()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.ScriptDataHash = default(Hash32);
        Assert.Equal(new LedgerError.ScriptDataHashMismatch(default(Hash32), null), _scene.Check(sketch));
    }

    [Fact]
    public void Encode_views_shortest_key_first_and_PlutusV1_in_its_own_way()
    {
        // {1: [4, 5, 600], h'00': h'[_ 1, 2, -3]'}
        Assert.Equal(
            "a2" + "01830405190258" + "4100" + "459f010222ff",
            Convert.ToHexStringLower(new LanguageViews(true, true, false).Encode(_scene.Parameters)));
        // {1: null, h'00': h'null'}
        Assert.Equal(
            "a2" + "01f6" + "4100" + "41f6",
            Convert.ToHexStringLower(
                new LanguageViews(true, true, false).Encode(_scene.Parameters with { CostModels = [] })));
    }

    [Fact]
    public void Check_language_without_cost_model_is_refused()
    {
        _scene.Parameters = _scene.Parameters with { CostModels = [] };
        Assert.Equal(
            new LedgerError.NoCostModel(ScriptLanguage.PlutusV2),
            _scene.Check(_scene.SpendFromPlutus(Era.Babbage, TestScripts.PlutusV2)));
    }

    [Fact]
    public void Check_failing_tag_without_scripts_is_refused()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.IsValid = false;
        Assert.Equal(new LedgerError.ValidationTagMismatch(sketch.Build().Id), _scene.Check(sketch));
        sketch = _scene.SpendFromPlutus(Era.Babbage, TestScripts.PlutusV2);
        sketch.IsValid = false;
        Assert.Null(_scene.Check(sketch));
    }

    [Fact]
    public void Check_PlutusV1_cannot_be_shown_what_Babbage_added()
    {
        OutputSketch plain = new(_scene.Alice.Address, 2 * Ada);
        V1Refuses(ScriptContextObstacle.ReferenceInput, sketch => sketch.References.Add(_scene.Give(plain)));
        V1Refuses(
            ScriptContextObstacle.InlineDatum,
            sketch => sketch.Outputs[0] = sketch.Outputs[0] with { InlineDatum = Datum });
        V1Refuses(
            ScriptContextObstacle.ReferenceScript,
            sketch => sketch.Outputs[0] = sketch.Outputs[0] with { ReferenceScript = TestScripts.All() });
    }

    [Theory]
    [InlineData(Era.Alonzo, true)]
    [InlineData(Era.Babbage, false)]
    public void Check_Byron_output_beside_a_script(Era era, bool isAllowed)
    {
        TransactionSketch sketch = _scene.SpendFromPlutus(era, TestScripts.PlutusV1);
        sketch.Outputs[0] = sketch.Outputs[0] with { Address = ByronAddress.WithAttributes(1) };
        Assert.Equal(
            isAllowed
                ? null
                : new LedgerError.UntranslatableForScript(
                    ScriptLanguage.PlutusV1, ScriptContextObstacle.ByronAddress),
            _scene.Check(sketch));
    }

    // Epochs of 800 slots, 3k/f = 240: from slot 1000 the first boundary not before 1240 is 1600, from 1361 it is 2400.
    [Theory]
    [InlineData(Era.Babbage, 1000UL, 1600UL, true)]
    [InlineData(Era.Babbage, 1000UL, 1601UL, false)]
    [InlineData(Era.Babbage, 1360UL, 1600UL, true)]
    [InlineData(Era.Babbage, 1361UL, 2400UL, true)]
    [InlineData(Era.Babbage, 1361UL, 2401UL, false)]
    [InlineData(Era.Alonzo, 1000UL, 1_000_000UL, true)]
    public void Check_scripts_see_no_time_behind_the_horizon(Era era, ulong slot, ulong bound, bool isCertain)
    {
        _scene.Slot = new Slot(slot);
        TransactionSketch sketch = _scene.SpendFromPlutus(era, TestScripts.PlutusV1);
        sketch.ValidTo = bound;
        Assert.Equal(
            isCertain ? null : new LedgerError.OutsideForecast(new Slot(bound), new Slot(bound - 1)),
            _scene.Check(sketch));
        TransactionSketch payment = _scene.Payment(era);
        payment.ValidTo = bound;
        Assert.Null(_scene.Check(payment));
    }

    [Fact]
    public void Check_horizon_is_further_when_the_next_era_is_proposed()
    {
        ProtocolParameterUpdate conway = new() { ProtocolVersion = new ProtocolVersion(9, 0) };
        PpupState none = _scene.Utxo.Proposals;
        _scene.Utxo = _scene.Utxo with { Proposals = none with { Current = none.Current.Add(default, conway) } };
        TransactionSketch sketch = _scene.SpendFromPlutus(Era.Babbage, TestScripts.PlutusV2);
        sketch.ValidTo = 2400;
        Assert.Null(_scene.Check(sketch));
        sketch.ValidTo = 2401;
        Assert.Equal(new LedgerError.OutsideForecast(new Slot(2401), new Slot(2400)), _scene.Check(sketch));
    }

    [Fact]
    public void Check_certificate_that_stands_twice_needs_one_redeemer()
    {
        Script script = TestScripts.PlutusV2;
        Credential credential = Credential.OfScript(script.Hash);
        TransactionSketch sketch = _scene.SpendFromPlutus(Era.Babbage, script);
        sketch.Certificates.Add(Certificates.Register(credential));
        sketch.Certificates.Add(Certificates.Delegate(credential, default));
        sketch.Certificates.Add(Certificates.Delegate(credential, default));
        sketch.Outputs[0] = sketch.Outputs[0] with { Coin = 7 * Ada };
        sketch.Redeemers.Add((RedeemerTag.Certificate, 1, 1, 1));
        Assert.Null(_scene.Check(_scene.HashScripts(sketch)));
        sketch.Redeemers.Add((RedeemerTag.Certificate, 2, 1, 1));
        Assert.Equal(new LedgerError.ExtraRedeemer(RedeemerTag.Certificate, 2), _scene.Check(sketch));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("40", false)]
    [InlineData("4101", true)]
    [InlineData("410102", true)]
    [InlineData("4201", false)]
    [InlineData("580101", true)]
    [InlineData("58", false)]
    [InlineData("5f4101ff", false)]
    [InlineData("01", false)]
    public void IsWellFormed_takes_definite_byte_strings(string hex, bool isWellFormed) => Assert.Equal(
        isWellFormed,
        ScriptFormRule.IsWellFormed(
            new Script(ScriptLanguage.PlutusV2, Convert.FromHexString(hex))));

    [Fact]
    public void Check_malformed_scripts_are_refused_in_witnesses_and_outputs()
    {
        Script malformed = new(ScriptLanguage.PlutusV2, new byte[] { 0x01 });
        Assert.Contains(
            new LedgerError.MalformedScriptWitness(malformed.Hash),
            _scene.CheckAll(_scene.SpendFromPlutus(Era.Babbage, malformed)));
        TransactionSketch sketch = _scene.Payment();
        sketch.Outputs[0] = sketch.Outputs[0] with { ReferenceScript = malformed };
        Assert.Equal(new LedgerError.MalformedReferenceScript(malformed.Hash), _scene.Check(sketch));
    }

    private void V1Refuses(ScriptContextObstacle obstacle, Action<TransactionSketch> change)
    {
        TransactionSketch sketch = _scene.SpendFromPlutus(Era.Babbage, TestScripts.PlutusV1);
        change(sketch);
        Assert.Equal(
            new LedgerError.UntranslatableForScript(ScriptLanguage.PlutusV1, obstacle), _scene.Check(sketch));
        sketch = _scene.SpendFromPlutus(Era.Babbage, TestScripts.PlutusV2);
        change(sketch);
        Assert.Null(_scene.Check(sketch));
    }

    private void ShowsOther(Action<TransactionSketch> change)
    {
        TransactionSketch sketch = _scene.SpendFromPlutus(Era.Babbage, TestScripts.PlutusV2);
        sketch.Datums.Add(OtherDatum);
        change(sketch);
        Assert.Null(_scene.Check(_scene.HashScripts(sketch)));
    }
}
