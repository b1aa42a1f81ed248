using System.Text.Json;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Firewall;

/// <summary>The kernel's rule set, through nft.</summary>
internal sealed class KernelFirewall(IMachineCommands commands)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    // Ending flows must not hold up a change for long: the rules have cut them already.
    private static readonly TimeSpan EvictionLimit = TimeSpan.FromSeconds(5);

    /// <summary>The command that lists every table.</summary>
    public static readonly string[] Listing = ["nft", "-j", "list", "ruleset"];

    /// <summary>Every table, as JSON.</summary>
    /// <exception cref="MachineFailure">nft refused, or printed something that is not whole.</exception>
    public async Task<string> ListAsync(CancellationToken cancellation)
    {
        string listing = await MustAsync(Listing, "", Refused.Types.Code.CommandFailed, cancellation);
        try
        {
            JsonDocument.Parse(listing).Dispose();
            return listing;
        }
        catch (JsonException cut)
        {
            throw new MachineFailure(
                Refused.Types.Code.CommandFailed,
                $"nft's listing of the rule set ends early, after {listing.Length} characters: nft 1.0.6 does that at a table "
                + "that belongs to a running program (nft list ruleset shows 'flags owner'): a firewall proof, which is soon over, "
                + "or a program of yours",
                cut);
        }
    }

    /// <summary>A text that brings back the pool's table as it is now, or its absence.</summary>
    public async Task<string> SaveAsync(CancellationToken cancellation)
    {
        CommandOutcome table = await commands.RunAsync(
            ["nft", "-s", "list", "table", .. RuleText.Table.Split(' ')], "", Limit, cancellation);
        if (table.ExitCode == 0)
            return RuleText.Absent + table.Output;
        return table.Errors.Contains("No such file or directory", StringComparison.Ordinal)
            ? RuleText.Absent
            : throw Failed(["nft", "list", "table"], table, Refused.Types.Code.CommandFailed);
    }

    /// <summary>Asks nft whether it would load a text.</summary>
    /// <exception cref="MachineFailure">It would not.</exception>
    public Task CheckAsync(string text, CancellationToken cancellation) =>
        MustAsync(["nft", "-c", "-f", "-"], text, Refused.Types.Code.BadFirewall, cancellation);

    /// <summary>Loads a text, all of it or nothing.</summary>
    public Task LoadAsync(string text, CancellationToken cancellation) =>
        MustAsync(["nft", "-f", "-"], text, Refused.Types.Code.CommandFailed, cancellation);

    /// <summary>Sees to it that the SSH session that loads rules is not cut by them.</summary>
    public async Task KeepSessionAsync(string origin, CancellationToken cancellation)
    {
        // Exit code 1 where there is nothing to forget.
        if (FlowEviction.ForgetBackward(origin) is { } command && commands.Has(command[0]))
            await commands.RunAsync(command, "", EvictionLimit, cancellation);
    }

    /// <summary>Ends the flows of peers. What cannot be ended so is cut by the rules all the same.</summary>
    /// <returns>How many peers were seen to.</returns>
    public async Task<int> EvictAsync(IReadOnlyList<string> peers, CancellationToken cancellation)
    {
        int count = 0;
        foreach (string[] command in peers.SelectMany(FlowEviction.Commands).Where(command => commands.Has(command[0])))
        {
            // conntrack exits 1 where a peer has no flow; ss where the kernel cannot close sockets.
            await commands.RunAsync(command, "", EvictionLimit, cancellation);
            count++;
        }

        return count;
    }

    private async Task<string> MustAsync(
        string[] command, string input, Refused.Types.Code code, CancellationToken cancellation)
    {
        CommandOutcome outcome = await commands.RunAsync(command, input, Limit, cancellation);
        return outcome.ExitCode == 0 ? outcome.Output : throw Failed(command, outcome, code);
    }

    private static MachineFailure Failed(string[] command, CommandOutcome outcome, Refused.Types.Code code) => new(
        code,
        $"{string.Join(' ', command)}: exit code {outcome.ExitCode}: {outcome.Errors.Trim().ReplaceLineEndings(" ")}");
}
