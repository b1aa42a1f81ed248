using PoolTopology.Orchestrator.Agent.Carry;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Session;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Orchestrator.Agent.Wire;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.TestKit.Time;

namespace PoolTopology.Orchestrator.Tests.Agent.Support;

/// <summary>A machine in memory on which agents run, die, and run again.</summary>
internal sealed class SimulatedMachine : IMachine
{
    private readonly HashSet<MachineTurn> _turns = [];
    private int _boots = 1;
    private int _sessions;

    public SimulatedMachine()
    {
        Disk = new SimulatedDisk(Doom);
        System = new SimulatedSystem(Doom, Disk);
    }

    public Doom Doom { get; } = new();

    public SimulatedDisk Disk { get; }

    public SimulatedSystem System { get; }

    /// <summary>The SSH connection of the next agents.</summary>
    public string Origin { get; set; } = "";

    public bool IsRoot { get; set; } = true;

    public string Architecture { get; set; } = "x86_64";

    public IMachineFiles Files => Disk;

    public IMachineCommands Commands => System;

    public MachineIdentity Identity => new(
        "4d21c8", Architecture, "Debian GNU/Linux 12", $"session-{_sessions}", Origin, "/usr/bin/pool agent", "", IsRoot);

    public BootInstant Now => new($"boot-{_boots}", System.UptimeSeconds);

    public DateTimeOffset WallClock => new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public ClockQuality ClockQuality => new(true, 1.5);

    /// <summary>Agents that have died on it.</summary>
    public int Deaths { get; private set; }

    /// <summary>The state that the journal says.</summary>
    public AgentState State => Journal.Read(Disk).State;

    public Task<IDisposable> TakeTurnAsync(MachineTurn turn, TimeSpan patience, CancellationToken cancellation) =>
        _turns.Add(turn)
            ? Task.FromResult<IDisposable>(new Turn(() => _turns.Remove(turn)))
            : throw new MachineFailure(Refused.Types.Code.Busy, "another agent is at work");

    /// <summary>One agent process: these requests, then the end of its input.</summary>
    /// <param name="diesBefore">The act before which it dies; 0 for none.</param>
    /// <param name="requests">What it is asked; ids are given here.</param>
    /// <returns>All its replies but the welcome.</returns>
    /// <exception cref="MachineDiedException">It died.</exception>
    public async Task<IReadOnlyList<Reply>> RunAgentAsync(int diesBefore, params IEnumerable<Request> requests)
    {
        MemoryStream input = new();
        await MessageStream.WriteAsync(input, new Request { Id = 1, Hello = new Hello { Protocol = 1 } }, default);
        ulong id = 2;
        foreach (Request request in requests)
        {
            // Pieces belong to the stage before them.
            request.Id = request.RequestCase == Request.RequestOneofCase.Blob ? id - 1 : id++;
            await MessageStream.WriteAsync(input, request, default);
        }

        input.Position = 0;
        _sessions++;
        _turns.Clear();
        Doom.Begin(diesBefore);
        MemoryStream output = new();
        try
        {
            await new AgentSession(this, input, output, "test", new VirtualTime()).RunAsync(default);
        }
        finally
        {
            _turns.Clear();
        }

        output.Position = 0;
        List<Reply> replies = [];
        while (await MessageStream.ReadAsync(output, Reply.Parser, default) is { } reply)
            replies.Add(reply);
        return replies[1..];
    }

    /// <summary>One agent process that may die on its way.</summary>
    /// <returns>Whether it lived to the end of its input.</returns>
    public async Task<bool> LivesAsync(int diesBefore, params IEnumerable<Request> requests)
    {
        try
        {
            await RunAgentAsync(diesBefore, requests);
            return true;
        }
        catch (MachineDiedException)
        {
            Deaths++;
            return false;
        }
    }

    /// <summary>Time goes by; alarms that ring start their unit.</summary>
    public async Task WaitAsync(double seconds)
    {
        System.UptimeSeconds += seconds;
        foreach ((string name, (double at, string unit)) in System.Alarms.ToArray())
        {
            if (at > System.UptimeSeconds)
                continue;
            System.Alarms.Remove(name);
            if (unit == BootUnits.Expire)
                await ExpireAsync(CarryMode.Running, diesBefore: 0);
        }
    }

    /// <summary>The machine restarts: in order, or because its power was cut.</summary>
    /// <param name="coin">Of a power cut: what of the unsynced survives; null for an orderly restart.</param>
    /// <param name="diesBefore">An act of the agent that runs at the start, before which that dies; 0 for none.</param>
    public async Task RestartAsync(Random? coin, int diesBefore)
    {
        if (coin is not null)
            Disk.LosePower(coin);
        _boots++;
        _turns.Clear();
        System.Restart();
        if (Disk.Text("/etc/systemd/system/pooltopology-at-start.service") is not null)
            await ExpireAsync(CarryMode.AtStart, diesBefore);
        System.StartEnabled();
    }

    private async Task ExpireAsync(CarryMode mode, int diesBefore)
    {
        _sessions++;
        Doom.Begin(diesBefore);
        try
        {
            await new ChangeRunner(this, Journal.Open(Disk), mode).SettleAsync(new SilentReport(), default);
        }
        catch (MachineDiedException) when (diesBefore > 0)
        {
            // As asked: the start goes on without it.
            Deaths++;
        }
    }

    private sealed class Turn(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
