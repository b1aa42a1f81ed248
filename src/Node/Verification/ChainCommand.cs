using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using PoolTopology.Consensus.Chain;
using PoolTopology.Node.Composition;
using PoolTopology.Node.Config;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Files;

namespace PoolTopology.Node.Verification;

/// <summary>The verbs that look at a database without a node: <c>chain verify</c> and <c>chain info</c>.</summary>
public static class ChainCommand
{
    private const int ThreadsMax = 256;
    private const string Json = "json";
    private const string LatestSnapshot = "latest";

    /// <summary>The command, to be added to a node's executable.</summary>
    public static Command Create() =>
        new("chain", "Look at a database; nothing in it is changed.") { Verify(), Info() };

    private static Command Verify()
    {
        Option<DirectoryInfo> database = Database();
        Option<FileInfo> config = Config(isRequired: true);
        Option<ulong?> until = new("--until") { Description = "The last slot to verify; without it, all." };
        Option<bool> fromGenesis = new("--from-genesis") { Description = "Verify every block; this is the default." };
        Option<SnapshotChoice?> snapshot = new("--snapshot")
        {
            Description = "Go on from a ledger snapshot: its slot, or 'latest'. Its state is taken as it is.",
            CustomParser = ParseSnapshot,
        };
        Option<int> threads = new("--threads")
        {
            Description = "How many threads work; without it, one for each processor.",
            DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, ThreadsMax),
            CustomParser = ParseThreads,
        };
        Option<string> output = Output();
        Command command = new("verify", "Replay the chain with every check on, and report.")
        {
            database, config, until, fromGenesis, snapshot, threads, output,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(fromGenesis) && result.GetResult(snapshot) is not null)
                result.AddError("--from-genesis and --snapshot exclude each other");
        });
        command.SetAction((parsed, cancellation) => Task.FromResult(Guarded(parsed.InvocationConfiguration, console =>
        {
            VerificationOptions options = new()
            {
                DatabasePath = parsed.GetRequiredValue(database).FullName,
                Until = parsed.GetValue(until) is ulong slot ? new Slot(slot) : null,
                Snapshot = parsed.GetValue(snapshot),
                Threads = parsed.GetRequiredValue(threads),
            };
            ConsensusConfig network = NetworkConfig.Read(parsed.GetRequiredValue(config).FullName).Consensus;
            VerificationReport report = Run(options, network, console, cancellation);
            bool isJson = parsed.GetRequiredValue(output) == Json;
            console.Output.Write(isJson ? VerificationJson.Of(report) : VerificationText.Of(report));
            return report.IsValid ? NodeExitCode.Stopped : NodeExitCode.Failed;
        })));
        return command;
    }

    private static Command Info()
    {
        Option<DirectoryInfo> database = Database();
        Option<FileInfo> config = Config(isRequired: false);
        Option<string> output = Output();
        Command command = new("info", "Say what a database holds, at a glance.") { database, config, output };
        command.SetAction(parsed => Guarded(parsed.InvocationConfiguration, console =>
        {
            ConsensusConfig? network = parsed.GetValue(config) is FileInfo file
                ? NetworkConfig.Read(file.FullName).Consensus
                : null;
            DatabaseDescription description =
                DatabaseDescriber.Describe(parsed.GetRequiredValue(database).FullName, network);
            console.Output.Write(parsed.GetRequiredValue(output) == Json
                ? DatabaseDescriptionPrinter.Json(description)
                : DatabaseDescriptionPrinter.Text(description));
            return description.IsOfConfiguredNetwork ? NodeExitCode.Stopped : NodeExitCode.Configuration;
        }));
        return command;
    }

    private static VerificationReport Run(
        VerificationOptions options, ConsensusConfig network, InvocationConfiguration console,
        CancellationToken cancellation)
    {
        ProgressLine progress = new(console.Error, !Console.IsErrorRedirected, TimeProvider.System);
        try
        {
            return new ChainVerifier(network, TimeProvider.System).Run(options, progress.Show, cancellation);
        }
        finally
        {
            progress.Clear();
        }
    }

    /// <summary>Does the work, and turns what went wrong into one line and an exit code.</summary>
    private static int Guarded(InvocationConfiguration console, Func<InvocationConfiguration, int> work)
    {
        try
        {
            return work(console);
        }
        catch (ConfigurationException wrong)
        {
            return Refuse(NodeExitCode.Configuration, wrong.Message);
        }
        catch (StorageException wrong) when (wrong.Fault is StorageFault.Missing or StorageFault.WrongDatabase)
        {
            return Refuse(NodeExitCode.Configuration, wrong.Message);
        }
        catch (StorageException failure)
        {
            return Refuse(NodeExitCode.Failed, failure.Message);
        }
        catch (VerificationDefectException defect)
        {
            // With the trace: it is ours to mend.
            return Refuse(NodeExitCode.BrokenInvariant, $"{defect.Message}\n{defect.InnerException}");
        }
        catch (OperationCanceledException)
        {
            return Refuse(NodeExitCode.Interrupted, "stopped before the end: nothing is known of the rest");
        }

        int Refuse(int exitCode, string message)
        {
            console.Error.WriteLine(message);
            return exitCode;
        }
    }

    private static Option<DirectoryInfo> Database() => new("--database")
    {
        Description = "The node's database folder, or its folder 'immutable'.",
        Required = true,
    };

    private static Option<FileInfo> Config(bool isRequired) =>
        new("--config") { Description = "cardano-node's config.json.", Required = isRequired };

    private static Option<string> Output()
    {
        Option<string> output = new("--output")
        {
            Description = "What to print: text or json.",
            DefaultValueFactory = _ => "text",
        };
        return output.AcceptOnlyFromAmong("text", Json);
    }

    private static int ParseThreads(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        bool isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count);
        if (isNumber && count is >= 1 and <= ThreadsMax)
            return count;
        result.AddError($"--threads: '{text}' is not a number from 1 to {ThreadsMax}");
        return 1;
    }

    private static SnapshotChoice? ParseSnapshot(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text == LatestSnapshot)
            return new SnapshotChoice(Slot: null);
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong slot))
            return new SnapshotChoice(new Slot(slot));
        result.AddError($"--snapshot: '{text}' is neither a slot nor '{LatestSnapshot}'");
        return null;
    }
}
