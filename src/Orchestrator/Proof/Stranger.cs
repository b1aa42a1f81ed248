using System.Collections.Immutable;
using PoolTopology.Orchestrator.Isolation;
using PoolTopology.Orchestrator.Processes;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>
/// A machine that the topology does not know, on the switch of an isolated pool for as long as a proof lasts. Dispose
/// removes it.
/// </summary>
internal sealed class Stranger : IAsyncDisposable
{
    /// <summary>Its name in evidence; no machine can be called so.</summary>
    public const string Name = "a stranger";

    private const string Address = "10.77.255.250/16";
    private const string SwitchPort = "stranger";

    private readonly string _file;

    private Stranger(string space, string file) => (Namespace, _file) = (space, file);

    /// <summary>Its network namespace.</summary>
    public string Namespace { get; }

    /// <summary>Connects a stranger to the switch.</summary>
    /// <param name="plan">The isolated network.</param>
    /// <param name="file">Where its name is kept for a proof or a run that comes after a kill.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="Cli.CommandFailure">A command of the system refused.</exception>
    public static async Task<Stranger> ConnectAsync(IsolationPlan plan, string file, CancellationToken cancellation)
    {
        await IsolationFile.RemoveAllAsync(file, cancellation);
        string space = $"{plan.Switch}-{SwitchPort}";
        IsolationFile.Write(file, [space]);
        await IsolationFile.RemoveAsync([space], cancellation);
        Stranger stranger = new(space, file);
        try
        {
            foreach (ImmutableArray<string> command in Commands(plan.Switch, space))
                await SystemCommand.RunAsync(command, "", cancellation);
            return stranger;
        }
        catch
        {
            await stranger.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await IsolationFile.RemoveAllAsync(_file, CancellationToken.None);

    // The name of the cable carries no meaning, but two proofs of one pool would collide on it: the second one fails.
    private static ImmutableArray<ImmutableArray<string>> Commands(string bridgeSpace, string space) =>
    [
        ["ip", "netns", "add", space],
        ["ip", "link", "add", "name", SwitchPort, "netns", bridgeSpace,
            "type", "veth", "peer", "name", IsolationPlan.Interface, "netns", space],
        ["ip", "-n", bridgeSpace, "link", "set", "dev", SwitchPort, "master", IsolationPlan.Bridge, "up"],
        ["ip", "-n", space, "addr", "add", Address, "dev", IsolationPlan.Interface],
        ["ip", "-n", space, "link", "set", "dev", IsolationPlan.Interface, "up"],
        ["ip", "-n", space, "link", "set", "dev", "lo", "up"],
    ];
}
