using System.Text.Json;
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

    /// <inheritdoc/>
    public Task<string> RunAsync(IReadOnlyList<string> command, string input, CancellationToken cancellation) =>
        SystemCommand.RunAsync(Here(command), input, cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SweepReport>> SweepAsync(
        IReadOnlyList<SweepOrder> orders, CancellationToken cancellation)
    {
        string answer = await SystemCommand.RunAsync(
            Here([poolProgram, "internal-sweep"]), JsonSerializer.Serialize(orders), SweepLimit, cancellation);
        return JsonSerializer.Deserialize<SweepReport[]>(answer) ?? [];
    }

    private string[] Here(IEnumerable<string> command) => ["ip", "netns", "exec", space, .. command];
}
