using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Tests.Serve;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Deploy;

/// <summary>Machines remember how far the audit log went: whoever cuts it has to cut it there, too.</summary>
public sealed class AuditAnchorTests
{
    private static readonly string[] Apply = ["apply", "--auto-approve", "--ignore-slots", "nobody forges here"];

    [RootFact]
    public async Task Log_that_was_cut_or_deleted_together_with_its_head_is_found_by_asking_the_machines()
    {
        using FolderFleet fleet = new();
        (int exitCode, string output, string errors) = await fleet.RunAsync(Apply);
        Assert.True(exitCode == 0, output + errors);
        (exitCode, output, errors) = await VerifyAsync(fleet);
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("so say 3 of 3 machines", output, StringComparison.Ordinal);

        string log = DeployStore.Open(fleet.State).AuditPath;
        string head = Path.ChangeExtension(log, ".head");
        string[] lines = await File.ReadAllLinesAsync(log);
        File.Delete(head);
        await File.WriteAllTextAsync(log, string.Concat(lines.SkipLast(1).Select(line => line + "\n")));
        Assert.Equal(0, (await fleet.RunAsync("audit", "--verify")).ExitCode);
        (exitCode, _, errors) = await VerifyAsync(fleet);
        Assert.Equal(ExitCodes.VerificationFailed, exitCode);
        Assert.Contains($"vault was told of line {lines.Length} of the audit log, which has {lines.Length - 1}", errors, StringComparison.Ordinal);

        File.Delete(log);
        (exitCode, _, errors) = await VerifyAsync(fleet);
        Assert.Equal(ExitCodes.VerificationFailed, exitCode);
        Assert.Contains("it was cut or deleted", errors, StringComparison.Ordinal);

        // The pool can be changed all the same, and the log says on what ground.
        fleet.Edit(text => text.Replace("manage: [ 10.99.0.1/32 ]", "manage: [ 10.99.0.1/32, 10.99.0.2/32 ]", StringComparison.Ordinal));
        (exitCode, output, errors) = await fleet.RunAsync(Apply);
        Assert.True(exitCode == 0, output + errors);
        Assert.Contains("it was cut or deleted", errors, StringComparison.Ordinal);
        Assert.Contains("went on although vault was told of line", (await fleet.RunAsync("audit")).Output, StringComparison.Ordinal);
    }

    [RootFact]
    public async Task Log_that_is_shorter_than_its_head_is_not_appended_to()
    {
        using FolderFleet fleet = new();
        Assert.Equal(0, (await fleet.RunAsync("lock", "acquire")).ExitCode);
        File.Delete(DeployStore.Open(fleet.State).AuditPath);

        (int exitCode, _, string errors) = await fleet.RunAsync("audit", "--verify");
        Assert.Equal(ExitCodes.VerificationFailed, exitCode);
        Assert.Contains("has 0 lines, and 1 were written", errors, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.VerificationFailed, (await fleet.RunAsync(Apply)).ExitCode);
    }

    private static Task<(int ExitCode, string Output, string Errors)> VerifyAsync(FolderFleet fleet) =>
        fleet.RunAsync("audit", "--verify", "--machines");
}
