using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Rpc.Agent.V1;
using Xunit;
using MachineReport = PoolTopology.Rpc.Agent.V1.Observed;

namespace PoolTopology.Orchestrator.Tests.Ssh.Support;

/// <summary>The operator's side of a world: what it knows of machines, and what it does with them.</summary>
internal sealed class SshOperator : IAsyncDisposable
{
    private readonly MachineSessions _sessions;

    public SshOperator(SshWorld world, params SshTarget[] targets)
        : this(world, AgentOf(), 10, targets)
    {
    }

    public SshOperator(SshWorld world, AgentProgram agent, int startSeconds, params SshTarget[] targets)
    {
        Settings = new SshSettings(
            world.Client, null, PinnedKeys.Write(world["pins"], targets), world.Config, world.Controls, ConnectSeconds: 2, startSeconds);
        Connector = new SshConnector(
            Settings, agent, targets.ToDictionary(target => target.Machine, StringComparer.Ordinal), TimeProvider.System);
        _sessions = new MachineSessions(Connector);
    }

    public SshSettings Settings { get; }

    public SshConnector Connector { get; }

    /// <summary>A machine at a server.</summary>
    public static SshTarget At(SshServer server, string user = "root", string? hostKey = null, string? jump = null, string name = "edge-1") =>
        new(name, server.Address, user, SshServer.UsualPort, jump, hostKey);

    /// <summary>The agent of this build, on an empty folder.</summary>
    public static AgentProgram AgentOf(string before = "") => new(null, "", "", $"{before}exec {RealAgent}");

    /// <summary>The command of the agent of this build, on an empty folder.</summary>
    public static string RealAgent =>
        $"env DOTNET_ROOT={RuntimeRoot} {Path.Combine(AppContext.BaseDirectory, "pool")} agent --root /mnt --tools /mnt";

    /// <summary>Looks at a machine, as every verb begins.</summary>
    public Task<MachineReport> InspectAsync(string machine = "edge-1") => _sessions.WithAsync(
        machine, agent => agent.InspectAsync(new Inspect(), CancellationToken.None), CancellationToken.None);

    /// <summary>The same over a connection of its own.</summary>
    public Task<MachineReport> InspectAnewAsync(string machine = "edge-1") => _sessions.AnewAsync(
        machine, agent => agent.InspectAsync(new Inspect(), CancellationToken.None), CancellationToken.None);

    /// <summary>Looks at a machine, which must fail.</summary>
    public async Task<Failure> FailAsync(string machine = "edge-1") =>
        (await Assert.ThrowsAsync<MachineException>(() => InspectAsync(machine))).Failure;

    public async ValueTask DisposeAsync()
    {
        await _sessions.DisposeAsync();
        Connector.Dispose();
    }

    private static string RuntimeRoot => Path.GetFullPath(Path.Combine(
        System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
