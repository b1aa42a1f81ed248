using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class PoolRuleTests
{
    private static readonly Hash28 Id = LedgerScene.PoolId;
    private static readonly PoolParameters Pool = LedgerScene.Pool(Id);

    private readonly LedgerScene _scene = new();

    [Fact]
    public void A_new_pool_is_registered_at_once_and_keeps_its_deposit()
    {
        (CertificateState? next, _) = _scene.Apply(new Certificate.RegisterPool(Pool));
        Assert.True(next!.Pools.Registered.TryFind(Id, out RegisteredPool? registered));
        Assert.Equal(new RegisteredPool(Pool, new Coin(500 * LedgerScene.Ada)), registered);
    }

    [Fact]
    public void A_registered_pool_changes_later_and_is_no_longer_to_retire()
    {
        PoolParameters changed = Pool with { Cost = new Coin(341) };
        (CertificateState? next, _) = _scene.With(new Certificate.RegisterPool(Pool)).Apply(
            new Certificate.RetirePool(Id, new EpochNo(1)), new Certificate.RegisterPool(changed));
        Assert.True(next!.Pools.Registered.TryFind(Id, out RegisteredPool? registered));
        Assert.Same(Pool, registered.Parameters);
        Assert.Same(changed, next.Pools.Future.Find(Id, Pool));
        Assert.True(next.Pools.Retiring.IsEmpty);
    }

    [Fact]
    public void A_cost_below_the_least_is_refused()
    {
        PoolParameters cheap = Pool with { Cost = new Coin(339) };
        Assert.Equal(
            new LedgerError.PoolCostTooLow(Id, new Coin(339), new Coin(340)),
            _scene.Refusal(new Certificate.RegisterPool(cheap)));
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(5, false)]
    public void A_reward_account_of_another_network_is_refused_from_Alonzo_on(ulong major, bool isAccepted)
    {
        _scene.Parameters = _scene.Parameters with { ProtocolVersion = new ProtocolVersion(major, 0) };
        PoolParameters foreign = Pool with { RewardAccount = Pool.RewardAccount with { Network = NetworkId.Mainnet } };
        LedgerError? refusal = _scene.Refusal(new Certificate.RegisterPool(foreign));
        Assert.Equal(
            isAccepted
                ? null
                : new LedgerError.PoolRewardAccountOnOtherNetwork(Id, NetworkId.Mainnet, NetworkId.Testnet),
            refusal);
    }

    [Theory]
    [InlineData(4, 0, 33, true)]
    [InlineData(4, 1, 33, false)]
    [InlineData(6, 0, 33, false)]
    [InlineData(6, 0, 32, true)]
    public void A_metadata_hash_longer_than_hashes_is_refused_after_4_0(
        ulong major, ulong minor, int sizeBytes, bool isAccepted)
    {
        _scene.Parameters = _scene.Parameters with { ProtocolVersion = new ProtocolVersion(major, minor) };
        PoolParameters pool = Pool with { Metadata = new PoolMetadata("https://example.com", new byte[sizeBytes]) };
        Assert.Equal(
            isAccepted ? null : new LedgerError.PoolMetadataHashTooLong(Id, sizeBytes, 32),
            _scene.Refusal(new Certificate.RegisterPool(pool)));
    }

    [Fact]
    public void A_pool_that_is_not_registered_does_not_retire() =>
        Assert.Equal(
            new LedgerError.RetirementOfUnknownPool(Id),
            _scene.Refusal(new Certificate.RetirePool(Id, new EpochNo(1))));

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(21, true)]
    [InlineData(22, false)]
    public void A_retirement_is_announced_for_a_later_epoch_but_not_too_late_a_one(ulong epoch, bool isAccepted)
    {
        _scene.Slot = new Slot(3 * LedgerScene.EpochLength);
        _scene.With(new Certificate.RegisterPool(Pool));
        Assert.Equal(
            isAccepted
                ? null
                : new LedgerError.RetirementInWrongEpoch(Id, new EpochNo(epoch), new EpochNo(3), new EpochNo(21)),
            _scene.Refusal(new Certificate.RetirePool(Id, new EpochNo(epoch))));
    }

    [Fact]
    public void The_last_announcement_of_a_retirement_counts()
    {
        (CertificateState? next, _) = _scene.Apply(
            new Certificate.RegisterPool(Pool),
            new Certificate.RetirePool(Id, new EpochNo(1)),
            new Certificate.RetirePool(Id, new EpochNo(2)));
        Assert.Equal(new EpochNo(2), next!.Pools.Retiring.Find(Id, default));
    }
}
