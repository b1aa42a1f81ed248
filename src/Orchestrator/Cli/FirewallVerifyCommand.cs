using System.CommandLine;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Proof;

namespace PoolTopology.Orchestrator.Cli;

/// <summary><c>pool firewall verify</c>: does a proof again from its bundle, without any machine.</summary>
internal static class FirewallVerifyCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> bundle = new("bundle") { HelpName = "BUNDLE", Description = "The folder that `prove --out` wrote." };
        Option<string?> digest = new("--digest")
        {
            HelpName = "HEX",
            Description = "The digest that `prove` printed: without it, a bundle that was made anew from false rule sets cannot be told.",
        };
        Option<OutputFormat> output = CommonOptions.Output(OutputFormat.Text, OutputFormat.Ndjson);
        Command command = new("verify", "Check a proof bundle offline. Exit 0 when the proof holds, 9 when anything in it does not.")
        {
            bundle, digest, output,
        };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetRequiredValue(bundle), parsed.GetValue(digest), parsed.GetValue(output),
            parsed.InvocationConfiguration.Output, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        string folder, string? digest, OutputFormat format, TextWriter output, CancellationToken cancellation)
    {
        (string proof, string report) = await BundleFile.LoadAsync(folder, cancellation);
        BundleCheck check = BundleVerifier.Check(proof, report, digest);
        ProofConcluded concluded = new(
            TimeProvider.System.GetUtcNow(),
            check.Fault is null,
            check.Fault is { } fault ? [fault] : check.Bundle?.Verdict.Sentences ?? [],
            folder,
            check.Bundle?.Digest ?? "");
        await output.WriteLineAsync(format == OutputFormat.Ndjson ? EventJson.Line(concluded) : EventText.Line(concluded));
        return check.Fault is null ? ExitCodes.Ok : ExitCodes.VerificationFailed;
    }
}
