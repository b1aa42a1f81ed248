using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class GenesisDelegationRuleTests
{
    private static readonly Hash28 Key = LedgerScene.GenesisKeys[0];
    private static readonly Hash28 OtherKey = LedgerScene.GenesisKeys[1];
    private static readonly Hash28 Delegate = LedgerScene.HashOf("new delegate");
    private static readonly Hash32 Vrf = LedgerScene.LongHashOf("new VRF key");

    private readonly LedgerScene _scene = new();

    [Fact]
    public void A_delegation_holds_from_a_stability_window_later_on()
    {
        (CertificateState? next, _) = _scene.Apply(new Certificate.DelegateGenesis(Key, Delegate, Vrf));
        FutureGenesisDelegation expected = new(
            new Slot(1000 + LedgerScene.StabilityWindow), new GenesisDelegation(Key, Delegate, Vrf));
        Assert.Equal(expected, Assert.Single(next!.FutureGenesisDelegates));
        Assert.Same(_scene.Certificates.GenesisDelegates, next.GenesisDelegates);
    }

    [Fact]
    public void Somebody_without_a_genesis_key_is_refused() =>
        Assert.Equal(
            new LedgerError.UnknownGenesisKey(Delegate),
            _scene.Refusal(new Certificate.DelegateGenesis(Delegate, Delegate, Vrf)));

    [Fact]
    public void A_delegate_of_another_key_is_refused_now_and_in_future()
    {
        Hash28 taken = _scene.Certificates.GenesisDelegates[OtherKey].DelegateKeyHash;
        Assert.Equal(
            new LedgerError.GenesisDelegateTaken(taken, OtherKey),
            _scene.Refusal(new Certificate.DelegateGenesis(Key, taken, Vrf)));
        _scene.With(new Certificate.DelegateGenesis(OtherKey, Delegate, LedgerScene.LongHashOf("another")));
        Assert.Equal(
            new LedgerError.GenesisDelegateTaken(Delegate, OtherKey),
            _scene.Refusal(new Certificate.DelegateGenesis(Key, Delegate, Vrf)));
    }

    [Fact]
    public void A_VRF_key_of_another_delegate_is_refused_now_and_in_future()
    {
        Hash32 taken = _scene.Certificates.GenesisDelegates[OtherKey].VrfKeyHash;
        Assert.Equal(
            new LedgerError.GenesisVrfKeyTaken(taken, OtherKey),
            _scene.Refusal(new Certificate.DelegateGenesis(Key, Delegate, taken)));
        _scene.With(new Certificate.DelegateGenesis(OtherKey, LedgerScene.HashOf("another"), Vrf));
        Assert.Equal(
            new LedgerError.GenesisVrfKeyTaken(Vrf, OtherKey),
            _scene.Refusal(new Certificate.DelegateGenesis(Key, Delegate, Vrf)));
    }

    [Fact]
    public void A_key_may_keep_its_own_delegate() =>
        Assert.Null(_scene.Refusal(new Certificate.DelegateGenesis(
            Key, _scene.Certificates.GenesisDelegates[Key].DelegateKeyHash, Vrf)));

    [Fact]
    public void Delegations_stand_in_the_order_of_slots_and_one_for_the_same_slot_is_replaced()
    {
        _scene.Slot = new Slot(1100);
        _scene.With(new Certificate.DelegateGenesis(Key, Delegate, Vrf));
        _scene.Slot = new Slot(1000);
        _scene.With(new Certificate.DelegateGenesis(Key, LedgerScene.HashOf("first"), Vrf));
        _scene.With(new Certificate.DelegateGenesis(Key, LedgerScene.HashOf("second"), Vrf));
        Assert.Equal(
            [(1240ul, LedgerScene.HashOf("second")), (1340ul, Delegate)],
            _scene.Certificates.FutureGenesisDelegates.Select(it => (it.From.Value, it.Delegation.DelegateKeyHash)));
    }
}
