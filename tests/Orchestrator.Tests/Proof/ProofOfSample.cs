using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Proof;

/// <summary>One proof of the sample pool for all tests that look at a good proof; null where there are no namespaces.</summary>
public sealed class ProofOfSample : IAsyncLifetime
{
    internal ProofBundle? Bundle { get; private set; }

    internal List<PoolEvent> Told { get; } = [];

    internal string[] TablesAfterwards { get; private set; } = [];

    public async Task InitializeAsync()
    {
        if (new RootFactAttribute().Skip is not null)
            return;
        await using ProofLab lab = await ProofLab.StartAsync();
        Bundle = await lab.Run(Told.Add).RunAsync(isExhaustive: false, CancellationToken.None);
        string tables = await lab.MachineOf("vault").RunAsync(["nft", "list", "tables"], "", CancellationToken.None);
        TablesAfterwards = tables.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
