using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.TestKit.Time;
using Xunit;

namespace PoolTopology.Simulation.Rollouts;

/// <summary>A rollout over simulated machines, with kills, and a watch that keeps an eye on the pool.</summary>
internal sealed class RolloutSimulation : IRolloutWatcher
{
    private readonly int _seed;
    private readonly VirtualTime _time = new();
    private readonly DeploymentPlan _plan;

    public RolloutSimulation(int seed, NodeBehaviour release, int holdSeconds = 15, double lossRate = 0, bool withFirewall = true,
        TimeSpan longestStall = default)
    {
        _seed = seed;
        _plan = SamplePlan.Make(holdSeconds, withFirewall);
        Fleet = new SimulatedFleet(new Random(seed), _time, _plan, release, lossRate) { LongestStall = longestStall };
    }

    public SimulatedFleet Fleet { get; }

    public List<RolloutEvent> Journal { get; } = [];

    public RolloutState? Final { get; private set; }

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Runs to the end; each number is a record at which the process then alive is killed.</summary>
    public RolloutState Run(params (int At, bool Afterwards)[] kills)
    {
        new SeededScheduler(_seed, _time).Run(() => RunAsync(kills), TimeSpan.FromHours(3));
        return Final!; // Set by the run.
    }

    public void OnEvent(RolloutState state, RolloutEvent happened) => AssertPoolServes();

    public void OnSighting(RolloutState state, Sighting seen) => AssertPoolServes();

    public IEnumerable<string> Activated => Journal.OfType<ActivationBegun>().Select(begun => begun.Machine);

    public int MissedSlots() => Fleet.OwnSlots(Now)
        .Count(slot => Fleet.Machines["vault"].Away.Any(away => away.From <= slot && slot < away.To));

    private async Task RunAsync((int At, bool Afterwards)[] kills)
    {
        Journal.Add(new RolloutBegun(Now, RolloutPurpose.Apply, "plan", "ann", "", ""));
        foreach ((int at, bool afterwards) in kills)
        {
            if (await LiveAsync(at, afterwards))
                return;
            await Task.Delay(TimeSpan.FromSeconds(5), _time);
            Journal.Add(new RolloutTakenUp(Now, "ann"));
        }

        Assert.True(await LiveAsync(int.MaxValue, false));
    }

    private async Task<bool> LiveAsync(int killAt, bool afterwards)
    {
        RolloutState state = RolloutFold.Replay("r", _plan, Journal)!; // It begins with its beginning.
        RolloutExecutor executor = new(Fleet, new MortalJournal(Journal, killAt, afterwards), this, _time, concurrency: 8);
        try
        {
            Final = await executor.RunAsync(state, CancellationToken.None);
            return true;
        }
        catch (KilledException)
        {
            return false;
        }
    }

    /// <summary>The pool is reachable at every moment: one relay at least serves a producer that serves, or is in its window.</summary>
    private void AssertPoolServes() =>
        Assert.Contains(Fleet.Machines.Values, machine => machine.Name.StartsWith("edge", StringComparison.Ordinal) && machine.Serves);
}
