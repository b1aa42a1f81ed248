using PoolTopology.Consensus.Chain;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Hot;
using PoolTopology.Primitives.Chain;
using PoolTopology.Producer.Forge;
using PoolTopology.Producer.Journal;
using PoolTopology.Producer.Tests.Fakes;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Producer.Tests.Forge;

/// <summary>The decision table of a slot: one row for each way in which it can end.</summary>
public sealed class SlotRulesTests : IDisposable
{
    private readonly TestNetwork _network = TestNetwork.Create();
    private readonly TestKeys _files = new(0);
    private readonly HotCredentials _keys;
    private readonly ForgeView _view;
    private readonly Slot _own;

    public SlotRulesTests()
    {
        _keys = _files.Read();
        _view = new ForgeView(_network.Genesis, null, null, true, _keys, null, null);
        _own = OwnSlot(_network.Genesis, new Slot(0));
    }

    private ConsensusConfig Config => _network.Config;

    public void Dispose()
    {
        _keys.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void Own_slot_on_an_empty_chain_is_forged_on_the_genesis() =>
        Assert.Same(_network.Genesis, Assert.IsType<SlotDecision.Forge>(Decide(_own, _view)).Parent);

    [Fact]
    public void Every_slot_is_decided_as_the_kit_says()
    {
        for (ulong slot = 0; slot < 150; slot++)
        {
            bool isOwn = TestForge.IsLeader(_network, _network.Genesis.HeaderState, _network.Pools[0], new Slot(slot));
            Assert.Equal(isOwn, Decide(new Slot(slot), _view) is SlotDecision.Forge);
        }
    }

    [Fact]
    public void Without_keys_nothing_can_be_told()
    {
        CouldNotForge problem = new CouldNotForge.NoCredentials(new CredentialError.FileMissing("kes.skey"));
        Assert.Equal(
            new SlotDecision.Unknown(problem),
            Decide(_own, _view with { Keys = null, KeyProblem = problem }));
    }

    [Fact]
    public void Own_slot_without_a_journal_is_missed()
    {
        CouldNotForge problem = new CouldNotForge.JournalRefused(new JournalError.InUse("journal"));
        AssertMissed(problem, _own, _view with { KeyProblem = problem });
    }

    [Fact]
    public void Own_slot_behind_the_others_is_missed_in_a_known_epoch_and_unknown_in_a_later_one()
    {
        ForgeView behind = _view with { HasCaughtUp = false };
        AssertMissed(new CouldNotForge.NotCaughtUp(), _own, behind);
        Assert.IsType<SlotDecision.Unknown>(Decide(new Slot(Config.Clock.EpochLengthSlots), behind));
        Assert.IsNotType<SlotDecision.Unknown>(Decide(new Slot(Config.Clock.EpochLengthSlots), _view));
    }

    [Fact]
    public void Own_slot_up_to_the_watermark_is_missed()
    {
        foreach (ulong watermark in (ulong[])[_own.Value, _own.Value + 1, ulong.MaxValue])
        {
            AssertMissed(
                new CouldNotForge.JournalRefused(new JournalError.SlotUsed(_own, new Slot(watermark))),
                _own,
                _view with { Watermark = new Slot(watermark) });
        }
        if (_own.Value > 0)
        {
            Assert.IsType<SlotDecision.Forge>(
                Decide(_own, _view with { Watermark = new Slot(_own.Value - 1) }));
        }
    }

    [Fact]
    public void Own_slot_that_the_chain_has_passed_is_missed()
    {
        Slot later = TestForge.NextLedSlot(
            _network, _network.Genesis.HeaderState, _network.Pools[1], new Slot(_own.Value + 1));
        ChainState state = WithForeignBlock(_network.Genesis, later);
        AssertMissed(new CouldNotForge.TipBeyondSlot(later), _own, _view with { Current = state });
    }

    [Fact]
    public void Own_slot_that_another_pool_has_filled_is_forged_beside_its_block()
    {
        Slot both = SharedSlot();
        ChainState state = WithForeignBlock(_network.Genesis, both);
        ForgeView view = _view with { Current = state, BeforeTip = _network.Genesis };
        Assert.Same(_network.Genesis, Assert.IsType<SlotDecision.Forge>(Decide(both, view)).Parent);
        AssertMissed(new CouldNotForge.ParentUnknown(), both, view with { BeforeTip = null });
    }

    [Fact]
    public void Own_slot_with_our_own_block_on_the_chain_is_not_signed_again()
    {
        Slot both = SharedSlot();
        ChainState state = WithForeignBlock(_network.Genesis, both);
        AssertMissed(
            new CouldNotForge.AlreadyForged(),
            both,
            _view with { Current = state, BeforeTip = _network.Genesis, TipIssuer = _keys.PoolId });
    }

    [Fact]
    public void Slot_of_an_epoch_that_is_over_cannot_be_told()
    {
        Slot next = TestForge.NextLedSlot(
            _network, _network.Genesis.HeaderState, _network.Pools[1], new Slot(Config.Clock.EpochLengthSlots));
        ChainState state = WithForeignBlock(_network.Genesis, next);
        Assert.Equal(
            new SlotDecision.Unknown(new CouldNotForge.TipBeyondSlot(next)),
            Decide(_own, _view with { Current = state }));
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, typeof(CouldNotForge.CertificateSkipsNumbers))]
    public void Certificate_of_a_pool_without_blocks_has_number_0_or_1(ulong number, Type? reason)
    {
        using TestKeys files = new(0, number);
        using HotCredentials keys = files.Read();
        Assert.Equal(reason, (Decide(_own, _view with { Keys = keys }) as SlotDecision.Missed)?.Reason.GetType());
    }

    [Theory]
    [InlineData(2, typeof(CouldNotForge.CertificateOutnumbered))]
    [InlineData(3, null)]
    [InlineData(4, null)]
    [InlineData(5, typeof(CouldNotForge.CertificateSkipsNumbers))]
    public void Certificate_has_the_chains_number_or_one_more(ulong number, Type? reason)
    {
        ChainState state = WithCounter(3);
        using TestKeys files = new(0, number);
        using HotCredentials keys = files.Read();
        Assert.Equal(
            reason, (Decide(_own, _view with { Current = state, Keys = keys }) as SlotDecision.Missed)?.Reason.GetType());
    }

    [Theory]
    [InlineData(1, typeof(CredentialError.CertificateNotYetValid))]
    [InlineData(0, null)]
    public void Certificate_must_have_begun(ulong start, Type? error)
    {
        using TestKeys files = new(0, 0, start);
        using HotCredentials keys = files.Read();
        CouldNotForge? obstacle = SlotRules.Obstacle(_own, _view with { Keys = keys }, Config);
        Assert.Equal(error, (obstacle as CouldNotForge.CertificateNotValid)?.Error.GetType());
    }

    [Fact]
    public void Certificate_must_not_be_over()
    {
        Slot last = new((62 * 1000) - 1);
        Assert.Null(SlotRules.Obstacle(last, _view, Config));
        CouldNotForge.CertificateNotValid over = Assert.IsType<CouldNotForge.CertificateNotValid>(
            SlotRules.Obstacle(new Slot(last.Value + 1), _view, Config));
        Assert.IsType<CredentialError.CertificateExpired>(over.Error);
    }

    [Fact]
    public void Pool_without_stake_is_an_obstacle()
    {
        using TestKeys files = new(7);
        using HotCredentials keys = files.Read();
        Assert.IsType<CouldNotForge.PoolNotRegistered>(SlotRules.Obstacle(_own, _view with { Keys = keys }, Config));
        Assert.IsType<SlotDecision.NotOurs>(Decide(_own, _view with { Keys = keys }));
    }

    [Theory]
    [InlineData(-1, typeof(CouldNotForge.SlotNotBegun))]
    [InlineData(0, null)]
    [InlineData(9_999_999, null)]
    [InlineData(10_000_000, typeof(CouldNotForge.SlotPassed))]
    public void Time_of_a_slot_is_from_its_start_until_before_its_end(long ticks, Type? reason)
    {
        DateTimeOffset now = Config.Clock.StartOf(_own).AddTicks(ticks);
        Assert.Equal(reason, SlotRules.CheckTime(_own, now, Config.Clock)?.GetType());
    }

    private SlotDecision Decide(Slot slot, ForgeView view) => SlotRules.Decide(slot, view, Config);

    private void AssertMissed(CouldNotForge reason, Slot slot, ForgeView view) =>
        Assert.Equal(new SlotDecision.Missed(reason), Decide(slot, view));

    private Slot OwnSlot(ChainState state, Slot from) =>
        TestForge.NextLedSlot(_network, state.HeaderState, _network.Pools[0], from);

    private Slot SharedSlot()
    {
        for (Slot slot = _own; ; slot = OwnSlot(_network.Genesis, new Slot(slot.Value + 1)))
        {
            if (TestForge.IsLeader(_network, _network.Genesis.HeaderState, _network.Pools[1], slot))
                return slot;
        }
    }

    private ChainState WithForeignBlock(ChainState from, Slot slot)
    {
        FakeNode node = new(_network);
        Assert.Equal(from, node.Current);
        node.ForgeForeign(_network.Pools[1], slot);
        return node.Current;
    }

    private ChainState WithCounter(ulong counter) => _network.Genesis with
    {
        HeaderState = _network.Genesis.HeaderState with
        {
            PraosState = _network.Genesis.PraosState with
            {
                OperationalCertificateCounters =
                    _network.Genesis.PraosState.OperationalCertificateCounters.SetItem(_keys.PoolId, counter),
            },
        },
    };
}
