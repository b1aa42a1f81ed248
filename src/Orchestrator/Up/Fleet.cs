using System.Collections.Immutable;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Processes;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Up;

/// <summary>The processes of a run: started in the plan's order, stopped in the opposite one. Dispose stops what runs.</summary>
/// <param name="plan">The processes.</param>
/// <param name="observe">Takes what happens to them.</param>
/// <param name="time">The clock of pauses.</param>
/// <param name="hurry">Cancelled when there is no time for an orderly stop.</param>
internal sealed class Fleet(
    RunPlan plan, Func<Observation, ValueTask> observe, TimeProvider time, CancellationToken hurry) : IAsyncDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ImmutableArray<Running> _running = [];

    /// <summary>Ends only by failing: when the supervision of a process itself fails.</summary>
    public Task Failure => _failed.Task;

    /// <summary>Writes every node's files and starts its process.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (PlannedNode planned in plan.Nodes)
        {
            cancellation.ThrowIfCancellationRequested();
            string folder = Path.GetDirectoryName(planned.PeerFilePath)
                ?? throw new InvalidOperationException("a peer file lies in a folder");
            Directory.CreateDirectory(folder, OwnerOnly);
            File.SetUnixFileMode(folder, OwnerOnly);
            await WritePeerFileAsync(planned.PeerFilePath, planned.Node, cancellation);
            _running = _running.Add(Start(planned));
        }
    }

    /// <summary>Stops everything: observers, then relays, then producers; the nodes of a role at once.</summary>
    public async Task StopAsync()
    {
        await using CancellationTokenRegistration kill = hurry.Register(() =>
        {
            foreach (Running running in _running)
                running.Supervisor.Kill();
        });
        foreach (IGrouping<NodeRole, Running> role in _running.GroupBy(one => one.Role).OrderByDescending(group => group.Key))
        {
            foreach (Running running in role)
                running.Supervisor.Stop();
            await Task.WhenAll(role.Select(running => running.Task));
        }
    }

    /// <summary>Writes a node's peer file so that the node reads the old or the new one.</summary>
    public static async Task WritePeerFileAsync(string path, NodeDesign node, CancellationToken cancellation)
    {
        string unfinished = path + ".new";
        await File.WriteAllTextAsync(unfinished, node.PeerFile, cancellation);
        File.Move(unfinished, path, overwrite: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        foreach (Running running in _running)
            running.Supervisor.Dispose();
    }

    private Running Start(PlannedNode planned)
    {
        NodeDesign node = planned.Node;
        Supervisor supervisor = new(
            planned.Process,
            RestartPolicy.Default,
            StopPatience.Default,
            (at, pid) => new Observation.ProcessStarted(at, node.Name, pid, node.NodeAddress, node.RpcAddress),
            observe,
            time);
        return new Running(node.Role, supervisor, SuperviseAsync(supervisor));
    }

    private async Task SuperviseAsync(Supervisor supervisor)
    {
        try
        {
            await supervisor.RunAsync();
        }
        catch (Exception failure)
        {
            // The root of this task: the run hears of it at once, not when it stops.
            _failed.TrySetException(failure);
        }
    }

    private sealed record Running(NodeRole Role, Supervisor Supervisor, Task Task);
}
