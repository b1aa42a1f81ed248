using PoolTopology.Orchestrator.Agent.Carry;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.State;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Carry;

public sealed class SystemUnitsTests
{
    [Fact]
    public async Task Unit_that_says_itself_when_it_is_ready_is_stopped_and_not_waited_for_again()
    {
        Asked asked = new("notify");
        await new SystemUnits(asked).ActAsync(new ActOnUnit("pool-relay@a.service", UnitAction.Restart), default);
        Assert.Equal(["systemctl stop -- pool-relay@a.service", "systemctl --no-block start -- pool-relay@a.service"], asked.Actions);
    }

    [Fact]
    public async Task Other_units_are_waited_for()
    {
        Asked asked = new("oneshot");
        await new SystemUnits(asked).ActAsync(new ActOnUnit("systemd-sysusers.service", UnitAction.Restart), default);
        Assert.Equal(["systemctl restart -- systemd-sysusers.service"], asked.Actions);
    }

    private sealed class Asked(string type) : IMachineCommands
    {
        public List<string> Actions { get; } = [];

        public bool Has(string program) => true;

        public IRunningCommand Start(IReadOnlyList<string> command) =>
            throw new InvalidOperationException("nothing is started here");

        public Task<CommandOutcome> RunAsync(
            IReadOnlyList<string> command, string input, TimeSpan limit, CancellationToken cancellation)
        {
            if (command[1] == "show")
                return Task.FromResult(new CommandOutcome(0, $"Id={command[^1]}\nType={type}\n", ""));
            Actions.Add(string.Join(' ', command));
            return Task.FromResult(new CommandOutcome(0, "", ""));
        }
    }
}
