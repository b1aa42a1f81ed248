using System.Collections.Immutable;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using Xunit;

namespace PoolTopology.Ledger.Tests.Rules;

public class UpecRuleTests
{
    private const ulong Quorum = 2;

    private static readonly ProtocolParameters Parameters = new LedgerScene().Parameters;
    private static readonly ProtocolParameterUpdate One = new() { MinFeeConstant = new Coin(1) };
    private static readonly ProtocolParameterUpdate Two = new() { MinFeeConstant = new Coin(2) };

    [Fact]
    public void A_quorum_for_the_same_update_changes_the_parameters()
    {
        (ProtocolParameters next, PpupState proposals) = UpecRule.Apply(Parameters, Current(One, Two, One), Quorum);
        Assert.Equal(new Coin(1), next.MinFeeConstant);
        Assert.Equal(Parameters.MinFeePerByte, next.MinFeePerByte);
        Assert.Empty(proposals.Current);
    }

    [Fact]
    public void Less_than_a_quorum_changes_nothing()
    {
        Assert.Same(Parameters, UpecRule.Apply(Parameters, Current(One), Quorum).Parameters);
        Assert.Same(Parameters, UpecRule.Apply(Parameters, Current(One, Two), Quorum).Parameters);
        Assert.Same(Parameters, UpecRule.Apply(Parameters, Current(One, Two, One), 3).Parameters);
        Assert.Same(Parameters, UpecRule.Apply(Parameters, PpupState.Empty, 0).Parameters);
    }

    [Fact]
    public void Updates_are_the_same_whatever_bytes_they_came_in()
    {
        ProtocolParameterUpdate a = new() { Bytes = new byte[] { 1 }, CostModels = [new CostModel(0, [1, 2])], Rho = new Rational(1, 2) };
        ProtocolParameterUpdate b = new() { Bytes = new byte[] { 2 }, CostModels = [new CostModel(0, [1, 2])], Rho = new Rational(2, 4) };
        Assert.Equal(new Rational(1, 2), UpecRule.Apply(Parameters, Current(a, b), Quorum).Parameters.Rho);
    }

    [Fact]
    public void Neutral_entropy_is_another_update_than_none()
    {
        ProtocolParameterUpdate neutral = new() { ExtraEntropy = default(ExtraEntropy) };
        Assert.Null(UpecRule.Voted(Parameters, Current(neutral, new ProtocolParameterUpdate()), Quorum));
        ProtocolParameters entropic = Parameters with { ExtraEntropy = new ExtraEntropy(LedgerScene.LongHashOf("x")) };
        Assert.Equal(default, UpecRule.Voted(entropic, Current(neutral, neutral), Quorum)!.ExtraEntropy);
    }

    [Theory]
    [InlineData(1000, 100, 1101, true)]
    [InlineData(1000, 100, 1100, false)]
    [InlineData(uint.MaxValue, 100, uint.MaxValue, false)]
    public void A_transaction_and_a_header_must_fit_into_a_block(uint transaction, ushort header, uint body, bool passes)
    {
        ProtocolParameterUpdate sizes = new()
        {
            MaxTransactionSizeBytes = transaction,
            MaxBlockHeaderSizeBytes = header,
            MaxBlockBodySizeBytes = body,
        };
        Assert.Equal(passes, UpecRule.Voted(Parameters, Current(sizes, sizes), Quorum) is not null);
    }

    [Fact]
    public void Proposals_for_the_next_epoch_move_up_unless_one_cannot_follow_the_new_version()
    {
        ProtocolParameterUpdate fork = new() { ProtocolVersion = new ProtocolVersion(7, 0) };
        ProtocolParameterUpdate next = new() { ProtocolVersion = new ProtocolVersion(7, 1) };
        PpupState proposals = new(Current(fork, fork).Current, Current(next, One).Current);
        (ProtocolParameters parameters, PpupState moved) = UpecRule.Apply(Parameters, proposals, Quorum);
        Assert.Equal(new ProtocolVersion(7, 0), parameters.ProtocolVersion);
        Assert.Same(proposals.Future, moved.Current);
        Assert.Empty(moved.Future);
        PpupState stale = proposals with { Current = PpupState.Empty.Current };
        Assert.Empty(UpecRule.Apply(Parameters, stale, Quorum).Proposals.Current);
    }

    [Fact]
    public void Cost_models_are_replaced_as_a_whole_before_Conway_and_one_by_one_in_it()
    {
        ProtocolParameters old = Parameters with { CostModels = [new CostModel(0, [1]), new CostModel(1, [2])] };
        ProtocolParameterUpdate update = new() { CostModels = [new CostModel(1, [3])] };
        Assert.Equal([1], old.Apply(update).CostModels.Select(model => (int)model.Language));
        ProtocolParameters conway = old with { Governance = new LedgerScene().Config.Genesis.Conway.Parameters };
        Assert.Equal(
            [(0, 1L), (1, 3L)],
            conway.Apply(update).CostModels.Select(model => ((int)model.Language, model.Costs[0])));
    }

    private static PpupState Current(params ProtocolParameterUpdate[] updates) => PpupState.Empty with
    {
        Current = updates.Select((update, i) => (Key: LedgerScene.GenesisKeys[i], Update: update))
            .ToImmutableSortedDictionary(it => it.Key, it => it.Update),
    };
}
