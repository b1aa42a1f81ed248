using System.Collections.Immutable;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class PpupRuleTests
{
    private const ulong TooLateFrom = LedgerScene.EpochLength - (2 * LedgerScene.StabilityWindow);

    private readonly LedgerScene _scene = new();

    [Theory]
    [InlineData(TooLateFrom - 1, 0, true)]
    [InlineData(TooLateFrom, 1, false)]
    public void A_proposal_is_for_this_epoch_until_it_is_too_late(ulong slot, ulong epoch, bool isCurrent)
    {
        _scene.Slot = new Slot(slot);
        (PpupState? next, LedgerError? error) = Propose(epoch, new ProtocolParameterUpdate(), LedgerScene.GenesisKeys[0]);
        Assert.Null(error);
        Assert.Equal((isCurrent ? 1 : 0, isCurrent ? 0 : 1), (next!.Current.Count, next.Future.Count));
    }

    [Theory]
    [InlineData(TooLateFrom - 1, 1, 0)]
    [InlineData(TooLateFrom, 0, 1)]
    [InlineData(0, 2, 0)]
    public void A_proposal_for_another_epoch_is_refused(ulong slot, ulong epoch, ulong expected)
    {
        _scene.Slot = new Slot(slot);
        Assert.Equal(
            new LedgerError.UpdateForWrongEpoch(
                new EpochNo(epoch), new EpochNo(expected), new Slot(slot), new Slot(TooLateFrom)),
            Propose(epoch, new ProtocolParameterUpdate(), LedgerScene.GenesisKeys[0]).Error);
    }

    [Fact]
    public void Somebody_without_a_genesis_key_is_refused()
    {
        Hash28 nobody = LedgerScene.HashOf("nobody");
        Assert.Equal(
            new LedgerError.UpdateNotByGenesisKey(nobody),
            Propose(0, new ProtocolParameterUpdate(), LedgerScene.GenesisKeys[0], nobody).Error);
    }

    [Theory]
    [InlineData(6, 1, true)]
    [InlineData(7, 0, true)]
    [InlineData(6, 0, false)]
    [InlineData(6, 2, false)]
    [InlineData(7, 1, false)]
    [InlineData(8, 0, false)]
    [InlineData(5, 1, false)]
    public void A_version_follows_by_one_step(ulong major, ulong minor, bool isAccepted)
    {
        ProtocolVersion version = new(major, minor);
        Assert.Equal(
            isAccepted ? null : new LedgerError.ProtocolVersionCannotFollow(new ProtocolVersion(6, 0), version),
            Propose(0, new ProtocolParameterUpdate { ProtocolVersion = version }, LedgerScene.GenesisKeys[0]).Error);
    }

    [Fact]
    public void The_last_proposal_of_a_key_counts()
    {
        (PpupState? first, _) = Propose(
            0, new ProtocolParameterUpdate { MinFeeConstant = new Coin(1) }, LedgerScene.GenesisKeys);
        (PpupState? second, _) = PpupRule.Apply(
            first!,
            Update(0, new ProtocolParameterUpdate { MinFeeConstant = new Coin(2) }, LedgerScene.GenesisKeys[1]),
            _scene.Certificates.GenesisDelegates,
            _scene.Environment);
        Assert.Equal(
            [1ul, 2ul, 1ul], LedgerScene.GenesisKeys.Select(key => second!.Current[key].MinFeeConstant!.Value.Value));
    }

    [Fact]
    public void Without_an_update_nothing_changes()
    {
        (PpupState? next, _) = PpupRule.Apply(
            PpupState.Empty, null, _scene.Certificates.GenesisDelegates, _scene.Environment);
        Assert.Same(PpupState.Empty, next);
    }

    private (PpupState? Next, LedgerError? Error) Propose(
        ulong epoch, ProtocolParameterUpdate update, params Hash28[] keys) => PpupRule.Apply(
            PpupState.Empty, Update(epoch, update, keys), _scene.Certificates.GenesisDelegates, _scene.Environment);

    private static UpdateProposal Update(ulong epoch, ProtocolParameterUpdate update, params Hash28[] keys) =>
        new(keys.ToImmutableSortedDictionary(key => key, _ => update), new EpochNo(epoch));
}
