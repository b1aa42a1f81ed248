using System.Text.Json;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Probe;
using PoolTopology.Orchestrator.Processes;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>A network namespace of this machine.</summary>
/// <param name="name">The machine that it stands in for.</param>
/// <param name="space">The namespace.</param>
/// <param name="poolProgram">The path of <c>pool</c>.</param>
internal sealed class NamespaceVantage(string name, string space, string poolProgram) : IVantage
{
    /// <summary>A dozen sweeps take some seconds; a computer with other work may need many times that.</summary>
    private static readonly TimeSpan SweepLimit = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>Runs a command there that must succeed.</summary>
    /// <returns>What it wrote to stdout.</returns>
    /// <exception cref="CommandFailure">It failed.</exception>
    public Task<string> RunAsync(IReadOnlyList<string> command, string input, CancellationToken cancellation) =>
        SystemCommand.RunAsync(Here(command), input, cancellation);

    /// <inheritdoc/>
    public async Task<VantageFacts> LookAsync(IReadOnlyList<ProbeTarget> targets, CancellationToken cancellation)
    {
        NetworkSurvey survey = new(TryRunAsync, TimeProvider.System);
        return new VantageFacts(
            await survey.AddressesAsync(cancellation), await survey.RoutesAsync(targets, cancellation), ClientAddress: "");
    }

    /// <inheritdoc/>
    public async Task<KernelFacts> ReadKernelAsync(CancellationToken cancellation)
    {
        // A proof that was killed may have left its table.
        await DisarmAsync(cancellation);
        try
        {
            return await new KernelReader(TryRunAsync).ReadAsync(cancellation);
        }
        catch (InvalidOperationException failed)
        {
            throw new CommandFailure(ExitCodes.Error, $"{name}: {failed.Message}", "");
        }
    }

    /// <inheritdoc/>
    public Task ArmAsync(CancellationToken cancellation) => RunAsync(["nft", "-f", "-"], Witness.Install(), cancellation);

    /// <inheritdoc/>
    public async Task<WitnessNotes> ReadNotesAsync(CancellationToken cancellation)
    {
        List<string> listings = [];
        foreach (string[] command in Witness.Listings)
            listings.Add(await RunAsync(command, "", cancellation));
        return Witness.Read(listings);
    }

    /// <inheritdoc/>
    public Task DisarmAsync(CancellationToken cancellation) => RunAsync(["nft", "-f", "-"], Witness.Remove(), cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SweepReport>> SweepAsync(
        IReadOnlyList<SweepOrder> orders, CancellationToken cancellation)
    {
        string answer = await SystemCommand.RunAsync(
            Here([poolProgram, "internal-sweep"]), JsonSerializer.Serialize(orders), SweepLimit, cancellation);
        return JsonSerializer.Deserialize<SweepReport[]>(answer) ?? [];
    }

    private async Task<(int ExitCode, string Output)> TryRunAsync(
        IReadOnlyList<string> command, string input, CancellationToken cancellation)
    {
        (int exitCode, string output, _) = await SystemCommand.TryRunAsync(Here(command), input, cancellation);
        return (exitCode, output);
    }

    private string[] Here(IEnumerable<string> command) => ["ip", "netns", "exec", space, .. command];
}
