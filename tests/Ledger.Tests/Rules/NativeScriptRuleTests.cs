using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.Transactions;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class NativeScriptRuleTests
{
    private const ulong Ada = RuleScene.Ada;

    private readonly RuleScene _scene = new();

    [Fact]
    public void Check_signature()
    {
        Assert.Null(Spend(TestScripts.Signed(_scene.Alice), _scene.Alice));
        Refused(TestScripts.Signed(_scene.Alice), _scene.Bob);
    }

    [Fact]
    public void Check_all_any_and_at_least()
    {
        Script[] both = [TestScripts.Signed(_scene.Alice), TestScripts.Signed(_scene.Bob)];
        Assert.Null(Spend(TestScripts.All(both), _scene.Alice, _scene.Bob));
        Refused(TestScripts.All(both), _scene.Alice);
        Assert.Null(Spend(TestScripts.Any(both), _scene.Bob));
        Refused(TestScripts.Any(both), TestKey.Of(3));
        Assert.Null(Spend(TestScripts.AtLeast(2, both), _scene.Alice, _scene.Bob));
        Refused(TestScripts.AtLeast(2, both), _scene.Bob);
        Refused(TestScripts.AtLeast(3, both), _scene.Alice, _scene.Bob);
    }

    [Fact]
    public void Check_of_nothing_all_and_zero_are_satisfied_and_any_is_not()
    {
        Assert.Null(Spend(TestScripts.All()));
        Assert.Null(Spend(TestScripts.AtLeast(0)));
        Assert.Null(Spend(TestScripts.AtLeast(-1, TestScripts.Signed(_scene.Alice))));
        Refused(TestScripts.Any());
    }

    // The slot is 1000; the interval's own bounds decide.
    [Theory]
    [InlineData(500UL, 500UL, true)]
    [InlineData(501UL, 500UL, false)]
    [InlineData(500UL, null, false)]
    public void Check_start_lock_needs_an_interval_that_starts_later(ulong locked, ulong? from, bool isSatisfied) =>
        Locked(TestScripts.InvalidBefore(locked), from, null, isSatisfied);

    [Theory]
    [InlineData(2000UL, 2000UL, true)]
    [InlineData(1999UL, 2000UL, false)]
    [InlineData(2000UL, null, false)]
    public void Check_end_lock_needs_an_interval_that_ends_earlier(ulong locked, ulong? to, bool isSatisfied) =>
        Locked(TestScripts.InvalidHereafter(locked), null, to, isSatisfied);

    [Fact]
    public void Check_script_nested_as_deep_as_a_transaction_holds_needs_no_deep_stack()
    {
        Script script = TestScripts.Signed(_scene.Alice);
        for (int i = 0; i < 4_000; i++)
            script = i % 2 == 0 ? TestScripts.All(script) : TestScripts.AtLeast(1, script);
        SmallStack.Run(() =>
        {
            Assert.Null(Spend(script, _scene.Alice));
            Refused(script, _scene.Bob);
        });
    }

    [Fact]
    public void Check_script_that_is_needed_must_be_there_and_no_other()
    {
        Script script = TestScripts.All();
        Script other = TestScripts.AtLeast(0);
        TransactionSketch sketch = Sketch(script);
        sketch.Scripts.Clear();
        Assert.Equal(new LedgerError.MissingScriptWitness(script.Hash), _scene.Check(sketch));
        sketch.Scripts.AddRange([script, other]);
        Assert.Equal(new LedgerError.ExtraneousScriptWitness(other.Hash), _scene.Check(sketch));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Check_reference_script_serves_and_makes_a_witness_extraneous(bool isSpent)
    {
        Script script = TestScripts.All();
        TransactionSketch sketch = Sketch(script);
        sketch.Scripts.Clear();
        TransactionInput carrier = _scene.Give(
            new OutputSketch(_scene.Alice.Address, 5 * Ada) { ReferenceScript = script });
        (isSpent ? sketch.Inputs : sketch.References).Add(carrier);
        if (isSpent)
            sketch.Outputs[0] = sketch.Outputs[0] with { Coin = 14 * Ada };
        sketch.Signers.Add(_scene.Alice);
        Assert.Null(_scene.Check(sketch));
        sketch.Scripts.Add(script);
        Assert.Equal(new LedgerError.ExtraneousScriptWitness(script.Hash), _scene.Check(sketch));
    }

    [Fact]
    public void Check_mint_withdrawal_and_certificate_need_their_scripts()
    {
        Script script = TestScripts.All();
        Credential credential = Credential.OfScript(script.Hash);
        Needs(script, sketch =>
        {
            sketch.Mint = AssetBundle.Of(new AssetAmount(script.Hash, default, 1));
            sketch.Outputs[0] = sketch.Outputs[0] with { Assets = sketch.Mint };
        });
        Needs(script, sketch => sketch.Withdrawals.Add((new RewardAccount(default, credential), 0)));
        Needs(script, sketch => sketch.Certificates.Add(Certificates.Delegate(credential, default)));
        Needs(script, sketch => sketch.Certificates.Add(Certificates.Deregister(credential)));
    }

    [Fact]
    public void Check_registration_of_a_script_credential_needs_no_script()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.Certificates.Add(Certificates.Register(Credential.OfScript(TestScripts.All().Hash)));
        sketch.Outputs[0] = sketch.Outputs[0] with { Coin = 7 * Ada };
        Assert.Null(_scene.Check(sketch));
    }

    private void Needs(Script script, Action<TransactionSketch> change)
    {
        TransactionSketch sketch = _scene.Payment();
        change(sketch);
        Assert.Equal(new LedgerError.MissingScriptWitness(script.Hash), _scene.Check(sketch));
        sketch.Scripts.Add(script);
        Assert.Null(_scene.Check(sketch));
    }

    private void Locked(Script script, ulong? from, ulong? to, bool isSatisfied)
    {
        TransactionSketch sketch = Sketch(script);
        sketch.ValidFrom = from;
        sketch.ValidTo = to;
        Assert.Equal(isSatisfied ? null : new LedgerError.NativeScriptFailed(script.Hash), _scene.Check(sketch));
    }

    private void Refused(Script script, params TestKey[] signers) =>
        Assert.Equal(new LedgerError.NativeScriptFailed(script.Hash), Spend(script, signers));

    private LedgerError? Spend(Script script, params TestKey[] signers)
    {
        TransactionSketch sketch = Sketch(script);
        sketch.Signers.AddRange(signers);
        return _scene.Check(sketch);
    }

    private TransactionSketch Sketch(Script script)
    {
        TransactionSketch sketch = new() { Era = Era.Babbage, Fee = Ada };
        sketch.Inputs.Add(_scene.Give(new OutputSketch(TestScripts.Address(script), 10 * Ada)));
        sketch.Outputs.Add(new OutputSketch(_scene.Bob.Address, 9 * Ada));
        sketch.Scripts.Add(script);
        return sketch;
    }
}
