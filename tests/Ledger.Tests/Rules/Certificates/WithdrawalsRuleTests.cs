using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class WithdrawalsRuleTests
{
    private static readonly RewardAccount Account = new(NetworkId.Testnet, LedgerScene.Alice);

    private readonly LedgerScene _scene = new LedgerScene()
        .With(new Certificate.RegisterStake(LedgerScene.Alice))
        .WithRewards(LedgerScene.Alice, 700);

    [Fact]
    public void The_whole_balance_is_withdrawn()
    {
        (CertificateState? next, LedgerError? error) = Withdraw(Account, 700);
        Assert.Null(error);
        Assert.Equal(Coin.Zero, AccountOf(next!).Rewards);
    }

    [Theory]
    [InlineData(699)]
    [InlineData(701)]
    [InlineData(0)]
    public void Another_amount_than_the_balance_is_refused(ulong amount) =>
        Assert.Equal(
            new LedgerError.WithdrawalNotOfBalance(Account, new Coin(amount), new Coin(700)),
            Withdraw(Account, amount).Error);

    [Fact]
    public void An_account_that_is_not_registered_is_refused()
    {
        RewardAccount bob = new(NetworkId.Testnet, LedgerScene.Bob);
        Assert.Equal(new LedgerError.WithdrawalFromUnknownAccount(bob), Withdraw(bob, 0).Error);
    }

    [Fact]
    public void An_account_of_another_network_is_refused()
    {
        RewardAccount mainnet = Account with { Network = NetworkId.Mainnet };
        Assert.Equal(new LedgerError.WithdrawalFromUnknownAccount(mainnet), Withdraw(mainnet, 700).Error);
    }

    [Fact]
    public void A_credential_may_withdraw_and_deregister_in_one_transaction()
    {
        TransactionBody body = new()
        {
            Withdrawals = [new Withdrawal(Account, new Coin(700))],
            Certificates = [new Certificate.DeregisterStake(LedgerScene.Alice)],
        };
        (CertificateState? next, LedgerError? error) = _scene.Apply(body);
        Assert.Null(error);
        Assert.True(next!.Accounts.IsEmpty);
    }

    [Fact]
    public void A_transaction_whose_scripts_failed_withdraws_nothing()
    {
        TransactionBody body = new() { Withdrawals = [new Withdrawal(Account, new Coin(1))] };
        (CertificateState? next, LedgerError? error) = _scene.Apply(body, isValid: false);
        Assert.Null(error);
        Assert.Same(_scene.Certificates, next);
    }

    private (CertificateState? Next, LedgerError? Error) Withdraw(RewardAccount from, ulong amount) =>
        _scene.Apply(new TransactionBody { Withdrawals = [new Withdrawal(from, new Coin(amount))] });

    private static Account AccountOf(CertificateState state) =>
        state.Accounts.TryFind(LedgerScene.Alice, out Account? account) ? account : throw new InvalidOperationException();
}
