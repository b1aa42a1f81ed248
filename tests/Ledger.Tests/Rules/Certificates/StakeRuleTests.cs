using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class StakeRuleTests
{
    private static readonly Certificate Register = new Certificate.RegisterStake(LedgerScene.Alice);
    private static readonly Certificate Deregister = new Certificate.DeregisterStake(LedgerScene.Alice);
    private static readonly Certificate Delegate =
        new Certificate.DelegateStake(LedgerScene.Alice, LedgerScene.PoolId);

    private readonly LedgerScene _scene = new();

    [Fact]
    public void A_registration_keeps_its_deposit_and_its_place_on_the_chain()
    {
        (CertificateState? next, _) = _scene.Apply(new Certificate.RegisterStake(LedgerScene.Bob), Register);
        Assert.True(next!.Accounts.TryFind(LedgerScene.Alice, out Account? account));
        Assert.Equal(
            new Account(Coin.Zero, new Coin(2 * LedgerScene.Ada), null, new ChainPointer(1000, 7, 1)), account);
    }

    [Fact]
    public void A_registered_credential_is_not_registered_again() =>
        Assert.Equal(
            new LedgerError.StakeAlreadyRegistered(LedgerScene.Alice), _scene.With(Register).Refusal(Register));

    [Fact]
    public void A_script_and_a_key_with_the_same_hash_are_two() =>
        Assert.Null(_scene.With(Register)
            .Refusal(new Certificate.RegisterStake(Credential.OfScript(LedgerScene.Alice.Hash))));

    [Fact]
    public void A_deregistration_ends_the_account()
    {
        (CertificateState? next, _) = _scene.With(Register).Apply(Deregister);
        Assert.True(next!.Accounts.IsEmpty);
    }

    [Fact]
    public void A_credential_that_is_not_registered_is_not_deregistered() =>
        Assert.Equal(new LedgerError.StakeNotRegistered(LedgerScene.Alice), _scene.Refusal(Deregister));

    [Fact]
    public void An_account_with_rewards_is_not_ended() =>
        Assert.Equal(
            new LedgerError.StakeHoldsRewards(LedgerScene.Alice, new Coin(1)),
            _scene.With(Register).WithRewards(LedgerScene.Alice, 1).Refusal(Deregister));

    [Fact]
    public void Stake_is_delegated_to_a_registered_pool()
    {
        Certificate pool = new Certificate.RegisterPool(LedgerScene.Pool(LedgerScene.PoolId));
        (CertificateState? next, LedgerError? error) = _scene.Apply(Register, pool, Delegate);
        Assert.Null(error);
        Assert.True(next!.Accounts.TryFind(LedgerScene.Alice, out Account? account));
        Assert.Equal(LedgerScene.PoolId, account.PoolId);
    }

    [Fact]
    public void Stake_is_not_delegated_to_a_pool_that_is_not_registered() =>
        Assert.Equal(
            new LedgerError.DelegationToUnknownPool(LedgerScene.Alice, LedgerScene.PoolId),
            _scene.With(Register).Refusal(Delegate));

    [Fact]
    public void A_credential_that_is_not_registered_delegates_nothing() =>
        Assert.Equal(
            new LedgerError.StakeNotRegistered(LedgerScene.Alice),
            _scene.With(new Certificate.RegisterPool(LedgerScene.Pool(LedgerScene.PoolId))).Refusal(Delegate));

    [Fact]
    public void Certificates_of_governance_are_refused_as_not_supported()
    {
        Certificate conway = new Certificate.RegisterStakeFor(LedgerScene.Alice, Coin.Zero);
        Assert.Equal(new LedgerError.CertificateNotSupported(conway), _scene.Refusal(conway));
    }
}
