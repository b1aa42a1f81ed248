using System.Text.Json;
using PoolTopology.EndToEnd.Support;
using PoolTopology.EndToEnd.Wire;
using Xunit;

namespace PoolTopology.EndToEnd.Runs;

/// <summary>A run that Ctrl-C ends, and a second one on the same state directory, with what was seen of both.</summary>
public sealed class TwoRuns : IAsyncLifetime
{
    internal PoolFolder Folder { get; } = new();

    internal IReadOnlyList<EventLine> First { get; private set; } = [];

    internal IReadOnlyList<EventLine> Second { get; private set; } = [];

    internal JsonElement FirstSummary => First[^1].Json;

    internal JsonElement SecondSummary => Second[^1].Json;

    internal int FirstExitCode { get; private set; }

    internal int SecondExitCode { get; private set; }

    /// <summary>The observer's chain, asked for while the second run was under way.</summary>
    internal IReadOnlyList<ChainBlock> Chain { get; private set; } = [];

    /// <summary>A block of the first run that every node adopted.</summary>
    internal EventLine CommonBlock { get; private set; } = null!;

    /// <summary>What is left of the first run: processes, sockets, files that mean something only while it works.</summary>
    internal IReadOnlyList<string> Leftovers { get; private set; } = [];

    public async Task InitializeAsync()
    {
        await using (PoolRun run = await PoolRun.StartHealthyAsync(Folder))
        {
            CommonBlock = await run.AdoptedByAsync(PoolRun.Nodes);
            await run.AdoptedByAsync(PoolRun.Nodes, run.Events.Count);
            FirstExitCode = await run.InterruptAsync();
            First = run.Events.All;
        }
        Leftovers = [.. FindLeftovers()];

        await using (PoolRun run = await PoolRun.StartHealthyAsync(Folder))
        {
            // Not any adoption: a node may first catch up with a block of the first run. And not the first new one: the
            // summary tells of the last status reports, which come half a second after a block at the latest.
            ulong before = First.Where(line => line.Type == "block_adopted").Max(line => line.BlockNo) + 3;
            await Eventually.BeTrueAsync(
                "every node adopts a block of the second run",
                () => PoolRun.Nodes.All(node => run.Events.All.Any(
                    line => line.Type == "block_adopted" && line.Name == node && line.BlockNo > before)));
            Chain = await NodeToNode.ReadChainAsync(new(System.Net.IPAddress.Parse(Folder.AddressOf("observer")), 3001), 42);
            SecondExitCode = await run.InterruptAsync();
            Second = run.Events.All;
        }
    }

    public Task DisposeAsync()
    {
        Folder.Dispose();
        return Task.CompletedTask;
    }

    private IEnumerable<string> FindLeftovers()
    {
        foreach (int pid in Signals.Mentioning(Folder.State))
            yield return $"process {pid}";
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Folder.State, "run")))
            yield return file;
        foreach (string line in File.ReadLines("/proc/net/unix").Where(line => line.Contains(Folder.Root, StringComparison.Ordinal)))
            yield return line;
    }
}
