using PoolTopology.Orchestrator.Agent.Decide;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Rpc.Agent.V1;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Decide;

public sealed class WitnessRuleTests
{
    private static readonly BootInstant Now = new("boot", 100);

    [Fact]
    public void Check_machine_at_rest_may_be_measured() => Assert.Null(Check(AgentState.Fresh));

    [Fact]
    public void Check_pending_confirmation_is_not_held_up() => Assert.Equal(
        Refused.Types.Code.Changing,
        Check(AgentState.Fresh with { Pending = new PendingConfirmation(7, new BootInstant("boot", 130), "session", "") })?.Code);

    [Fact]
    public void Check_damaged_journal_says_nothing() => Assert.Equal(
        Refused.Types.Code.DamagedJournal, WitnessRule.Check(new JournalReading(AgentState.Fresh, "", 0, "line 3"), Now)?.Code);

    private static Refusal? Check(AgentState state) => WitnessRule.Check(new JournalReading(state, "", 0, ""), Now);
}
