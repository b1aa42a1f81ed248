using System.Collections.Immutable;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class KeyWitnessRuleTests
{
    private const ulong Ada = RuleScene.Ada;

    private readonly RuleScene _scene = new();
    private readonly TestKey _carol = TestKey.Of(3);

    [Fact]
    public void Check_input_needs_its_key()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.Signers[0] = _scene.Bob;
        Assert.Equal(
            new LedgerError.MissingKeyWitness(_scene.Alice.Hash, KeyWitnessNeed.Input), _scene.Check(sketch));
    }

    [Fact]
    public void Check_collateral_needs_its_key_even_without_redeemers() => NeedsCarol(
        KeyWitnessNeed.Collateral,
        sketch => sketch.Collateral.Add(_scene.Give(new OutputSketch(_carol.Address, 5 * Ada))));

    [Fact]
    public void Check_reference_input_needs_no_key()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.References.Add(_scene.Give(new OutputSketch(_carol.Address, 5 * Ada)));
        Assert.Null(_scene.Check(sketch));
    }

    [Fact]
    public void Check_withdrawal_needs_its_key() => NeedsCarol(
        KeyWitnessNeed.Withdrawal,
        sketch => sketch.Withdrawals.Add((new RewardAccount(NetworkId.Testnet, _carol.Credential), 0)));

    [Fact]
    public void Check_registration_of_stake_needs_no_key()
    {
        TransactionSketch sketch = _scene.Payment();
        sketch.Certificates.Add(Certificates.Register(_carol.Credential));
        sketch.Outputs[0] = sketch.Outputs[0] with { Coin = 7 * Ada };
        Assert.Null(_scene.Check(sketch));
    }

    [Fact]
    public void Check_end_of_registration_needs_its_key() => NeedsCarol(
        KeyWitnessNeed.Certificate, sketch => sketch.Certificates.Add(Certificates.Deregister(_carol.Credential)));

    [Fact]
    public void Check_delegation_needs_its_key() => NeedsCarol(
        KeyWitnessNeed.Certificate,
        sketch => sketch.Certificates.Add(Certificates.Delegate(_carol.Credential, default)));

    [Fact]
    public void Check_retirement_needs_the_pool_key() => NeedsCarol(
        KeyWitnessNeed.Certificate, sketch => sketch.Certificates.Add(Certificates.RetirePool(_carol.Hash)));

    [Fact]
    public void Check_genesis_delegation_needs_the_genesis_key() => NeedsCarol(
        KeyWitnessNeed.Certificate, sketch => sketch.Certificates.Add(Certificates.DelegateGenesis(_carol.Hash)));

    [Fact]
    public void Check_pool_registration_needs_the_pool_key() => NeedsCarol(
        KeyWitnessNeed.Certificate, sketch => RegisterPool(sketch, Certificates.RegisterPool(_carol, _scene.Alice)));

    [Fact]
    public void Check_pool_registration_needs_every_owner() => NeedsCarol(
        KeyWitnessNeed.PoolOwner,
        sketch => RegisterPool(sketch, Certificates.RegisterPool(_scene.Alice, _scene.Alice, _carol)));

    [Fact]
    public void Check_proposal_needs_the_delegate_of_its_genesis_key()
    {
        Hash28 genesisKey = TestKey.Of(77).Hash;
        _scene.Certificates = _scene.Certificates with
        {
            GenesisDelegates = ImmutableSortedDictionary<Hash28, GenesisDelegation>.Empty.Add(
                genesisKey, new GenesisDelegation(genesisKey, _carol.Hash, default)),
        };
        NeedsCarol(KeyWitnessNeed.Proposal, sketch => sketch.Update = Cbor.Array(
        [
            Cbor.Map([(Cbor.Bytes(genesisKey.ToArray()), Cbor.Map([(Cbor.UInt(0), Cbor.UInt(44))]))]),
            Cbor.UInt(0),
        ]));
    }

    [Fact]
    public void Check_required_signer_must_sign() =>
        NeedsCarol(KeyWitnessNeed.RequiredSigner, sketch => sketch.RequiredSigners.Add(_carol.Hash));

    [Fact]
    public void Check_Byron_input_needs_a_bootstrap_witness_of_its_root()
    {
        byte[] attributes = Cbor.Map([(Cbor.UInt(2), Cbor.Bytes(Cbor.UInt(42)))]);
        byte[] chainCode = new byte[32];
        BootstrapKey key = new(_carol, chainCode, attributes);
        TransactionSketch sketch = _scene.Payment();
        sketch.Inputs[0] = _scene.Give(new OutputSketch(ByronAddress.Of(key.Root, attributes), 10 * Ada));
        Assert.Equal(new LedgerError.MissingKeyWitness(key.Root, KeyWitnessNeed.Input), _scene.Check(sketch));

        sketch.Bootstraps.Add(key.Witness(sketch.Build().Id));
        WitnessObligations obligations = new();
        Assert.Null(_scene.Check(sketch, obligations));
        Assert.Null(obligations.Verify());

        sketch.Bootstraps[0] = key.Witness(default);
        obligations.Clear();
        Assert.Null(_scene.Check(sketch, obligations));
        Assert.Equal(new LedgerError.InvalidWitness(sketch.Build().Id, _carol.Hash), obligations.Verify());
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(5, true)]
    public void Check_movement_from_the_pots_needs_a_quorum_of_genesis_delegates(int signers, bool isQuorum)
    {
        TestKey[] delegates = [.. Enumerable.Range(10, 7).Select(i => TestKey.Of((byte)i))];
        _scene.Certificates = _scene.Certificates with
        {
            GenesisDelegates = delegates.ToImmutableSortedDictionary(
                key => key.Hash, key => new GenesisDelegation(key.Hash, key.Hash, default)),
        };
        TransactionSketch sketch = _scene.Payment();
        sketch.Certificates.Add(Certificates.MoveToTreasury());
        sketch.Signers.AddRange(delegates[..signers]);
        Assert.Equal(isQuorum ? null : new LedgerError.TooFewGenesisSignatures(4, 5), _scene.Check(sketch));
    }

    [Fact]
    public void Obligations_are_the_signatures_of_accepted_transactions()
    {
        WitnessObligations obligations = new();
        TransactionSketch sketch = _scene.Payment();
        sketch.Signers.Add(_carol);
        Assert.Null(_scene.Check(sketch, obligations));
        Assert.Equal(2, obligations.Signatures.Length);
        Assert.Null(obligations.Verify());

        sketch.Inputs.Clear();
        Assert.NotNull(_scene.Check(sketch, obligations));
        Assert.Equal(2, obligations.Signatures.Length);
    }

    [Fact]
    public void Verify_names_the_key_whose_signature_is_of_something_else()
    {
        WitnessObligations obligations = new();
        Hash32 id = _scene.Payment().Build().Id;
        obligations.Add(new SignatureObligation(_scene.Alice.PublicKey, _scene.Alice.Sign(id), id));
        obligations.Add(new SignatureObligation(_carol.PublicKey, _carol.Sign(default), id));
        Assert.Equal(new LedgerError.InvalidWitness(id, _carol.Hash), obligations.Verify());
    }

    private void NeedsCarol(KeyWitnessNeed need, Action<TransactionSketch> change)
    {
        TransactionSketch sketch = _scene.Payment();
        change(sketch);
        Assert.Equal(new LedgerError.MissingKeyWitness(_carol.Hash, need), _scene.Check(sketch));
        sketch.Signers.Add(_carol);
        Assert.Null(_scene.Check(sketch));
    }

    private void RegisterPool(TransactionSketch sketch, byte[] certificate)
    {
        sketch.Certificates.Add(certificate);
        sketch.Inputs[0] = _scene.Give(new OutputSketch(_scene.Alice.Address, 510 * Ada));
    }
}
