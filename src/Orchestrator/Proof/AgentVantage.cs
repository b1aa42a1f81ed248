using PoolTopology.Orchestrator.Probe;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Rpc.Agent.V1;
using ProbeTarget = PoolTopology.Orchestrator.Probe.ProbeTarget;
using SweepReport = PoolTopology.Orchestrator.Probe.SweepReport;
using WitnessNotes = PoolTopology.Orchestrator.Probe.WitnessNotes;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>A machine, through its agent.</summary>
/// <param name="name">What the place is called.</param>
/// <param name="sessions">The sessions.</param>
internal sealed class AgentVantage(string name, MachineSessions sessions) : IVantage
{
    // An agent notices between two requests that its client is gone: none shall last long.
    private const int SweepsInRequest = 8;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public async Task<VantageFacts> LookAsync(IReadOnlyList<ProbeTarget> targets, CancellationToken cancellation)
    {
        LookAround look = new();
        look.Targets.AddRange(targets.Select(target => new Rpc.Agent.V1.ProbeTarget { Address = target.Address, Beside = target.Beside }));
        Surroundings found = (await AskAsync(new Request { LookAround = look }, cancellation)).Surroundings;
        return new VantageFacts(
            [.. found.Addresses],
            [.. found.Routes.Select(route => new CableRoute(route.Target, route.Interface, route.Source, route.Hardware))],
            found.ClientAddress);
    }

    /// <inheritdoc/>
    public async Task<KernelFacts> ReadKernelAsync(CancellationToken cancellation)
    {
        Surroundings found = (await AskAsync(
            new Request { LookAround = new LookAround { WithRuleset = true } }, cancellation)).Surroundings;
        return new KernelFacts(found.RulesetJson.ToStringUtf8(), [.. found.LegacyTables], found.NftVersion, found.Kernel);
    }

    /// <inheritdoc/>
    public Task ArmAsync(CancellationToken cancellation) =>
        AskAsync(new Request { ArmWitness = new ArmWitness() }, cancellation);

    /// <inheritdoc/>
    public async Task<WitnessNotes> ReadNotesAsync(CancellationToken cancellation)
    {
        Rpc.Agent.V1.WitnessNotes notes =
            (await AskAsync(new Request { ReadWitness = new ReadWitness() }, cancellation)).WitnessNotes;
        return new WitnessNotes(
            notes.Sweeps.ToDictionary(sweep => (int)sweep.SourcePort, sweep => (long)sweep.Arrived),
            notes.Sweeps.ToDictionary(sweep => (int)sweep.SourcePort, sweep => PortText.Parse(sweep.Passed)));
    }

    /// <inheritdoc/>
    public async Task DisarmAsync(CancellationToken cancellation)
    {
        try
        {
            await sessions.WithAsync(
                name, agent => agent.AskAsync(new Request { DisarmWitness = new DisarmWitness() }, cancellation), cancellation);
        }
        catch (MachineException)
        {
            // The session has ended, and the table with it.
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SweepReport>> SweepAsync(
        IReadOnlyList<SweepOrder> orders, CancellationToken cancellation)
    {
        List<SweepReport> reports = [];
        foreach (SweepOrder[] part in orders.Chunk(SweepsInRequest))
        {
            SendProbes send = new();
            send.Sweeps.AddRange(part.Select(Message));
            ProbesSent sent = (await AskAsync(new Request { SendProbes = send }, cancellation)).ProbesSent;
            reports.AddRange(sent.Reports.Select(report => new SweepReport(
                (int)report.SourcePort, (int)report.Sent, (int)report.Refused, report.Answered, report.Milliseconds)));
        }
        return reports;
    }

    private static ProbeSweep Message(SweepOrder order) => new()
    {
        SourcePort = (uint)order.SourcePort,
        Protocol = order.Protocol,
        Interface = order.Interface,
        Source = order.Source,
        Target = order.Target,
        IsFiltered = order.Hardware is null,
        Hardware = order.Hardware ?? "",
        Ports = order.Ports,
        PauseEvery = (uint)order.PauseEvery,
    };

    private async Task<Reply> AskAsync(Request request, CancellationToken cancellation)
    {
        try
        {
            return await sessions.WithAsync(name, agent => agent.AskAsync(request, cancellation), cancellation);
        }
        catch (MachineException failed)
        {
            throw new Cli.CommandFailure(failed.Failure.ExitCode, failed.Message, "nothing was proved, and nothing of it is left on the machines");
        }
    }
}
