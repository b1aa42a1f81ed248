using System.Collections.Immutable;
using System.CommandLine;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Orchestrator.Up;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool firewall prove</c>: proves the firewalls of a running isolated pool and writes the evidence down.</summary>
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
        Option<OutputFormat> output = CommonOptions.Output(OutputFormat.Text, OutputFormat.Ndjson);
        Command command = new("prove",
            "Read the kernels' rules, judge them over every header, probe every port, and say whether both agree with the topology file. Exit 0, or 9 when they do not.")
        {
            file, state, bundle, exhaustive, output,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string topologyFile = Path.GetFullPath(parsed.GetRequiredValue(file));
            string stateDirectory = CommonOptions.StateDirectoryOf(parsed.GetValue(state), topologyFile);
            TextWriter writer = parsed.InvocationConfiguration.Output;
            OutputFormat format = parsed.GetValue(output);
            return RunAsync(
                topologyFile, stateDirectory, parsed.GetRequiredValue(bundle), parsed.GetValue(exhaustive),
                happened => writer.WriteLine(format == OutputFormat.Ndjson ? EventJson.Line(happened) : EventText.Line(happened)),
                cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        string topologyFile, string stateDirectory, string folder, bool isExhaustive, Action<PoolEvent> tell,
        CancellationToken cancellation)
    {
        string text = await TopologyText.ReadAsync(topologyFile, cancellation);
        TopologyDocument written = Require(TopologyReader.Read(text, topologyFile));
        IsolationPlan plan = RequireRunning(stateDirectory, written);
        Dictionary<string, string> addresses = plan.Addresses.ToDictionary(one => one.Key, one => one.Value.ToString());
        string program = Path.Combine(AppContext.BaseDirectory, "pool");
        StatePaths paths = new(stateDirectory);

        await using Stranger stranger = await Stranger.ConnectAsync(plan, paths.ProofFile, cancellation);
        ImmutableArray<IVantage> machines =
            [.. plan.Machines.Select(machine => new NamespaceVantage(machine.Name, machine.Namespace, program))];
        ProofRun run = new(
            new ProofTopology(text, BundleFile.Sha256(text), addresses),
            ProofReasoning.Relocate(written, addresses),
            machines,
            new NamespaceVantage(Stranger.Name, stranger.Namespace, program),
            IsolationPlan.Interface,
            tell,
            TimeProvider.System);
        ProofBundle bundle = await run.RunAsync(isExhaustive, cancellation);
        BundleFile.Save(folder, bundle);
        tell(new ProofConcluded(
            TimeProvider.System.GetUtcNow(), bundle.Verdict.IsProved, bundle.Verdict.Sentences, folder, bundle.Digest));
        return bundle.Verdict.IsProved ? ExitCodes.Ok : ExitCodes.VerificationFailed;
    }

    private static TopologyDocument Require(TopologyResult result)
    {
        foreach (Finding finding in result.Errors)
            Console.Error.WriteLine(finding);
        return result.Document ?? throw new CommandFailure(
            ExitCodes.ValidationFailed, $"the topology file has {result.Errors.Count()} error(s)", "nothing was proved");
    }

    /// <summary>The isolated network that runs on a state directory, which must have the machines of the file.</summary>
    private static IsolationPlan RequireRunning(string stateDirectory, TopologyDocument document)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new CommandFailure(ExitCodes.SafetyRefusal,
                "a proof reads and probes the machines' kernels, and needs root for it", "run it with sudo");
        }
        StatePaths paths = new(stateDirectory);
        IReadOnlyList<string> running = File.Exists(paths.EndpointFile) ? IsolationFile.Read(paths.IsolationFile) : [];
        if (running.Count == 0)
        {
            throw new CommandFailure(ExitCodes.Unreachable,
                $"no isolated pool runs on {stateDirectory}", "start one with `pool up --isolate`, or name its directory with --state");
        }
        IsolationPlan plan = IsolationPlan.Create(stateDirectory, document.Machines.Select(machine => machine.Name));
        return plan.Namespaces.SequenceEqual(running)
            ? plan
            : throw new CommandFailure(ExitCodes.StalePlan,
                "the topology file has other machines than the pool that runs", "prove the file that the pool was started with, or start it anew");
    }
}
