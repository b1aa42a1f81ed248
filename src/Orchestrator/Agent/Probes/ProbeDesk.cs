using Google.Protobuf;
using PoolTopology.Orchestrator.Agent.Decide;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Orchestrator.Probe;
using PoolTopology.Rpc.Agent.V1;
using ProbeTarget = PoolTopology.Orchestrator.Probe.ProbeTarget;

namespace PoolTopology.Orchestrator.Agent.Probes;

/// <summary>What an agent does for a proof: looks around, counts probes, sends them.</summary>
/// <remarks>Pre: whoever makes it ends with <see cref="DisarmAsync"/>; nothing of it outlives the process anyway.</remarks>
internal sealed class ProbeDesk(IMachine machine, TimeProvider time)
{
    private const int MaximumTargets = 4096;
    private const int MaximumSweeps = 64;

    // Room for everything else in a message of 16 MiB.
    private const int MaximumRulesetBytes = 12 * 1024 * 1024;

    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TurnPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan WitnessPatience = TimeSpan.FromSeconds(2);

    private OwnedWitness? _witness;

    /// <summary>How the machine is connected and what it filters with.</summary>
    public async Task<Reply> LookAroundAsync(LookAround look, CancellationToken cancellation)
    {
        RequireRights();
        if (look.Targets.Count > MaximumTargets)
            throw new MachineFailure(Refused.Types.Code.TooLarge, $"{look.Targets.Count} targets; {MaximumTargets} are the most");
        NetworkSurvey survey = new(RunAsync, time);
        Surroundings found = new() { ClientAddress = machine.Identity.Origin.Split(' ')[0] };
        found.Addresses.AddRange(await survey.AddressesAsync(cancellation));
        ProbeTarget[] targets = [.. look.Targets.Select(target => new ProbeTarget(target.Address, target.Beside))];
        if (targets.FirstOrDefault(target => !SweepReader.IsAddress(target.Address)) is { } wrong)
            throw new MachineFailure(Refused.Types.Code.BadRequest, $"'{wrong.Address}' is no address");
        found.Routes.AddRange((await survey.RoutesAsync(targets, cancellation)).Select(route => new ProbeRoute
        {
            Target = route.Target, Interface = route.Interface, Source = route.Source, Hardware = route.Hardware,
        }));
        if (look.WithRuleset)
            Describe(found, await ReadKernelAsync(cancellation));
        return new Reply { Surroundings = found };
    }

    /// <summary>Puts the counting table in place, empty.</summary>
    public async Task<Reply> ArmAsync(CancellationToken cancellation)
    {
        RequireRights();
        await DisarmAsync();
        IDisposable mine = await machine.TakeTurnAsync(MachineTurn.Witness, WitnessPatience, cancellation);
        IDisposable? hold = null;
        try
        {
            hold = await machine.TakeTurnAsync(MachineTurn.Hold, TurnPatience, cancellation);
            if (WitnessRule.Check(Journal.Read(machine.Files), machine.Now) is { } refusal)
                throw new MachineFailure(refusal.Code, refusal.Sentence);
        }
        catch
        {
            hold?.Dispose();
            mine.Dispose();
            throw;
        }

        _witness = await OwnedWitness.PlaceAsync(machine.Commands, [hold, mine], cancellation);
        return new Reply { WitnessArmed = new WitnessArmed() };
    }

    /// <summary>Sends packets.</summary>
    public async Task<Reply> SendAsync(SendProbes send, CancellationToken cancellation)
    {
        RequireRights();
        if (send.Sweeps.Count > MaximumSweeps)
            throw new MachineFailure(Refused.Types.Code.TooLarge, $"{send.Sweeps.Count} sweeps; {MaximumSweeps} are the most");
        SweepOrder[] orders = [.. send.Sweeps.Select(SweepReader.Read)];
        ProbesSent sent = new();
        try
        {
            foreach (SweepOrder order in orders)
                sent.Reports.Add(Message(await Task.Run(() => Sweeper.Run(order), cancellation)));
        }
        catch (Exception refused) when (refused is System.Net.Sockets.SocketException or InvalidOperationException)
        {
            throw new MachineFailure(Refused.Types.Code.CommandFailed, $"probes could not be sent: {refused.Message}", refused);
        }

        return new Reply { ProbesSent = sent };
    }

    /// <summary>What was counted.</summary>
    public async Task<Reply> ReadAsync(CancellationToken cancellation)
    {
        OwnedWitness witness = _witness
            ?? throw new MachineFailure(Refused.Types.Code.BadRequest, "nothing counts probes in this session");
        Probe.WitnessNotes notes = await witness.ReadAsync(cancellation);
        Rpc.Agent.V1.WitnessNotes answer = new();
        answer.Sweeps.AddRange(notes.Arrived.Keys.Union(notes.Passed.Keys).Order().Select(sweep => new SweepNotes
        {
            SourcePort = (uint)sweep, Arrived = (ulong)notes.ArrivedOf(sweep), Passed = PortText.Write(notes.PassedOf(sweep)),
        }));
        return new Reply { WitnessNotes = answer };
    }

    /// <summary>Takes the counting table away, if it is there.</summary>
    public async Task<Reply> DisarmAsync()
    {
        if (_witness is { } standing)
            await standing.DisposeAsync();
        _witness = null;
        return new Reply { WitnessDisarmed = new WitnessDisarmed() };
    }

    private async Task<KernelFacts> ReadKernelAsync(CancellationToken cancellation)
    {
        try
        {
            return await new KernelReader(RunAsync).ReadAsync(cancellation);
        }
        catch (InvalidOperationException failed)
        {
            throw new MachineFailure(Refused.Types.Code.CommandFailed, $"the kernel's rules cannot be read: {failed.Message}", failed);
        }
    }

    private static void Describe(Surroundings found, KernelFacts kernel)
    {
        found.RulesetJson = ByteString.CopyFromUtf8(kernel.RuleSet);
        if (found.RulesetJson.Length > MaximumRulesetBytes)
        {
            throw new MachineFailure(
                Refused.Types.Code.TooLarge,
                $"the kernel's rule set is {found.RulesetJson.Length} bytes long; {MaximumRulesetBytes} are the most");
        }

        found.LegacyTables.AddRange(kernel.LegacyTables);
        found.NftVersion = kernel.Nft;
        found.Kernel = kernel.Kernel;
    }

    private static Rpc.Agent.V1.SweepReport Message(Probe.SweepReport report) => new()
    {
        SourcePort = (uint)report.SourcePort,
        Sent = (uint)report.Sent,
        Refused = (uint)report.Refused,
        Answered = report.Answered,
        Milliseconds = report.Milliseconds,
    };

    private async Task<(int ExitCode, string Output)> RunAsync(
        IReadOnlyList<string> command, string input, CancellationToken cancellation)
    {
        CommandOutcome outcome = await machine.Commands.RunAsync(command, input, CommandLimit, cancellation);
        return (outcome.ExitCode, outcome.Output);
    }

    private void RequireRights()
    {
        if (!machine.Identity.MayChange)
            throw new MachineFailure(Refused.Types.Code.NotRoot, "a proof reads and probes the kernel, and needs root for it");
    }
}
