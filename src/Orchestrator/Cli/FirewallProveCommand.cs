using System.CommandLine;
using System.Net;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Orchestrator.Up;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Orchestrator.Cli;

/// <summary>
/// <c>pool firewall prove</c>: proves the firewalls of a pool, of its machines or of a running <c>pool up --isolate</c>, and
/// writes the evidence down.
/// </summary>
internal static class FirewallProveCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string> file = CommonOptions.File();
        Option<string?> state = CommonOptions.StateDirectory();
        Option<string> bundle = new("--out")
        {
            HelpName = "BUNDLE", Required = true, Description = "The folder to write proof.json and report.html to.",
        };
        Option<bool> exhaustive = new("--all-ports")
        {
            Description = "Probe every port of every machine. [default: every port of producers, the others around named ports]",
        };
        Option<string[]> from = new("--from")
        {
            HelpName = "USER@HOST", Description = "Send from this computer too, over SSH: an outsider. May be repeated.",
        };
        Option<string?> agent = new("--agent-command")
        {
            HelpName = "COMMAND",
            Description = "How the agent is started on a machine. [default: a copy of this pool, brought there when it is missing]",
        };
        Option<string?> ssh = new("--ssh-config") { HelpName = "FILE", Description = "An SSH configuration in place of ~/.ssh/config." };
        Option<OutputFormat> output = CommonOptions.Output(OutputFormat.Text, OutputFormat.Ndjson);
        Command command = new("prove",
            "Read the kernels' rules, judge them over every header, probe every port, and say whether both agree with the topology file: of a pool that `pool up --isolate` runs, else of the machines, over SSH. Exit 0, or 9 when they do not.")
        {
            file, state, bundle, exhaustive, from, agent, ssh, output,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string topologyFile = Path.GetFullPath(parsed.GetRequiredValue(file));
            string stateDirectory = CommonOptions.StateDirectoryOf(parsed.GetValue(state), topologyFile);
            TextWriter writer = parsed.InvocationConfiguration.Output;
            OutputFormat format = parsed.GetValue(output);
            ProveRequest request = new(
                topologyFile, stateDirectory, parsed.GetRequiredValue(bundle), parsed.GetValue(exhaustive), parsed.GetValue(from) ?? [],
                new DeployOptions(
                    topologyFile, NetworkFiles: null, stateDirectory, AppContext.BaseDirectory, parsed.GetValue(agent),
                    parsed.GetValue(ssh), Concurrency: 1));
            return RunAsync(
                request,
                happened => writer.WriteLine(format == OutputFormat.Ndjson ? EventJson.Line(happened) : EventText.Line(happened)),
                cancellation);
        });
        return command;
    }

    /// <summary>What a proof was asked to do.</summary>
    private sealed record ProveRequest(
        string TopologyFile, string StateDirectory, string Folder, bool IsExhaustive, IReadOnlyList<string> Outsiders,
        DeployOptions Machines);

    private static async Task<int> RunAsync(ProveRequest request, Action<PoolEvent> tell, CancellationToken cancellation)
    {
        string text = await TopologyText.ReadAsync(request.TopologyFile, cancellation);
        TopologyDocument written = Require(TopologyReader.Read(text, request.TopologyFile));
        StatePaths paths = new(request.StateDirectory);
        IReadOnlyList<string> running = File.Exists(paths.EndpointFile) ? IsolationFile.Read(paths.IsolationFile) : [];
        ProofBundle bundle = running.Count > 0
            ? await ProveNamespacesAsync(request, text, written, running, tell, cancellation)
            : await ProveMachinesAsync(request, text, written, tell, cancellation);
        BundleFile.Save(request.Folder, bundle);
        tell(new ProofConcluded(
            TimeProvider.System.GetUtcNow(), bundle.Verdict.IsProved, bundle.Verdict.Sentences, request.Folder, bundle.Digest));
        return bundle.Verdict.IsProved ? ExitCodes.Ok : ExitCodes.VerificationFailed;
    }

    private static async Task<ProofBundle> ProveNamespacesAsync(
        ProveRequest request, string text, TopologyDocument written, IReadOnlyList<string> running, Action<PoolEvent> tell,
        CancellationToken cancellation)
    {
        IsolationPlan plan = RequireSame(request.StateDirectory, written, running);
        Dictionary<string, string> addresses = plan.Addresses.ToDictionary(one => one.Key, one => one.Value.ToString());
        string program = Path.Combine(AppContext.BaseDirectory, "pool");
        await using Stranger stranger = await Stranger.ConnectAsync(
            plan, new StatePaths(request.StateDirectory).ProofFile, cancellation);
        ProofGround ground = new(
            ProofLive.Namespaces,
            [.. plan.Machines.Select(machine => new NamespaceVantage(machine.Name, machine.Namespace, program))],
            [new NamespaceVantage(Stranger.Name, stranger.Namespace, program)],
            Here: null,
            Remarks: []);
        ProofTopology topology = new(text, BundleFile.Sha256(text), addresses);
        ProofRun run = new(topology, ProofReasoning.Relocate(written, addresses), ground, tell, TimeProvider.System);
        return await run.RunAsync(request.IsExhaustive, cancellation);
    }

    private static async Task<ProofBundle> ProveMachinesAsync(
        ProveRequest request, string text, TopologyDocument document, Action<PoolEvent> tell, CancellationToken cancellation)
    {
        if (document.Machines.FirstOrDefault(machine => IPAddress.IsLoopback(machine.Address)) is { } local)
        {
            throw new CommandFailure(ExitCodes.Unreachable,
                $"no isolated pool runs on {request.StateDirectory}, and {local.Name} has the loopback address {local.Address}",
                "start one with `pool up --isolate`, or name its directory with --state, or prove a file with real machines");
        }
        await using RemoteGround remote = await RemoteGround.FindAsync(request.Machines, document, request.Outsiders, cancellation);
        ProofTopology topology = new(text, BundleFile.Sha256(text), new Dictionary<string, string>());
        return await new ProofRun(topology, document, remote.Ground, tell, TimeProvider.System)
            .RunAsync(request.IsExhaustive, cancellation);
    }

    private static TopologyDocument Require(TopologyResult result)
    {
        foreach (Finding finding in result.Errors)
            Console.Error.WriteLine(finding);
        return result.Document ?? throw new CommandFailure(
            ExitCodes.ValidationFailed, $"the topology file has {result.Errors.Count()} error(s)", "nothing was proved");
    }

    /// <summary>The isolated network that runs on a state directory, which must have the machines of the file.</summary>
    private static IsolationPlan RequireSame(string stateDirectory, TopologyDocument document, IReadOnlyList<string> running)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new CommandFailure(ExitCodes.SafetyRefusal,
                "a proof reads and probes the machines' kernels, and needs root for it", "run it with sudo");
        }
        IsolationPlan plan = IsolationPlan.Create(stateDirectory, document.Machines.Select(machine => machine.Name));
        return plan.Namespaces.SequenceEqual(running)
            ? plan
            : throw new CommandFailure(ExitCodes.StalePlan,
                "the topology file has other machines than the pool that runs", "prove the file that the pool was started with, or start it anew");
    }
}
