using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using PoolTopology.Consensus.Chain;
using PoolTopology.Node.Composition;
using PoolTopology.Node.Config;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Files;

namespace PoolTopology.Node.Verification;

/// <summary>The verbs that look at a database without running a node: <c>chain verify</c> and <c>chain info</c>.</summary>
public static class ChainCommand
{
    private const int ThreadsMax = 256;

    /// <summary>The command, to be added to a node's executable.</summary>
    public static Command Create() =>
        new("chain", "Look at a database; nothing in it is changed.") { Verify() };

    private static Command Verify()
    {
        Option<DirectoryInfo> database = new("--database")
        {
            Description = "The node's database folder, or its folder 'immutable'.",
            Required = true,
        };
        Option<FileInfo> config = new("--config") { Description = "cardano-node's config.json.", Required = true };
        Option<ulong?> until = new("--until") { Description = "The last slot to verify; without it, all." };
        Option<int> threads = new("--threads")
        {
            Description = "How many threads work; without it, one for each processor.",
            DefaultValueFactory = _ => Math.Min(Environment.ProcessorCount, ThreadsMax),
            CustomParser = ParseThreads,
        };
        Option<string> output = new("--output")
        {
            Description = "What to print: text or json.",
            DefaultValueFactory = _ => "text",
        };
        output.AcceptOnlyFromAmong("text", "json");
        Command command = new("verify", "Replay the chain with every check on, and report.")
        {
            database, config, until, threads, output,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            new VerificationOptions
            {
                DatabasePath = parsed.GetRequiredValue(database).FullName,
                ConfigFile = parsed.GetRequiredValue(config).FullName,
                Until = parsed.GetValue(until) is ulong slot ? new Slot(slot) : null,
                Threads = parsed.GetRequiredValue(threads),
            },
            parsed.GetRequiredValue(output) == "json",
            parsed.InvocationConfiguration,
            cancellation)));
        return command;
    }

    private static int Run(
        VerificationOptions options, bool isJson, InvocationConfiguration console, CancellationToken cancellation)
    {
        ProgressLine progress = new(console.Error, !Console.IsErrorRedirected, TimeProvider.System);
        try
        {
            ConsensusConfig config = NetworkConfig.Read(options.ConfigFile).Consensus;
            ChainVerifier verifier = new(config, TimeProvider.System);
            VerificationReport report = verifier.Run(options, ChainState.Genesis(config), progress.Show, cancellation);
            progress.Clear();
            console.Output.Write(isJson ? VerificationJson.Of(report) : VerificationText.Of(report));
            return report.IsValid ? NodeExitCode.Stopped : NodeExitCode.Failed;
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
        catch (OperationCanceledException)
        {
            return Refuse(NodeExitCode.Interrupted, "stopped before the end; nothing is known of the rest");
        }

        int Refuse(int exitCode, string message)
        {
            progress.Clear();
            console.Error.WriteLine(message);
            return exitCode;
        }
    }

    private static int ParseThreads(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= ThreadsMax)
            return count;
        result.AddError($"--threads: '{text}' is not a number from 1 to {ThreadsMax}");
        return 1;
    }
}
