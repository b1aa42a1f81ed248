using System.Net.NetworkInformation;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Processes;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>A plan's machines over SSH, this computer where it can send, and outsiders that were named.</summary>
internal sealed class RemoteGround : IAsyncDisposable
{
    /// <summary>What this computer is called in evidence.</summary>
    public const string HereName = "this computer";

    private readonly IDisposable _connector;
    private readonly MachineSessions _remote;
    private readonly MachineSessions? _here;

    private RemoteGround(IDisposable connector, MachineSessions remote, MachineSessions? here, ProofGround ground) =>
        (_connector, _remote, _here, Ground) = (connector, remote, here, ground);

    /// <summary>The places.</summary>
    public ProofGround Ground { get; }

    /// <summary>Finds the places; connects with none of them yet.</summary>
    /// <param name="options">How machines are reached.</param>
    /// <param name="document">The plan.</param>
    /// <param name="outsiders">Further places: <c>user@host</c>, <c>user@host:port</c>.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<RemoteGround> FindAsync(
        DeployOptions options, TopologyDocument document, IReadOnlyList<string> outsiders, CancellationToken cancellation)
    {
        SshTarget[] others = [.. outsiders.Distinct(StringComparer.Ordinal).Select(OutsiderTarget.Read)];
        DeployStore store = DeployStore.Open(options.StateDirectory);
        SshConnector connector = Deployment.Connector(
            options, store, document, others, new FileHashes(store.HashesPath), TimeProvider.System);
        MachineSessions remote = new(connector);
        (string[]? agent, string? remark) = await LocalAgentAsync(document, cancellation);
        MachineSessions? here = agent is null ? null : new MachineSessions(new LocalConnector(agent));
        ProofGround ground = new(
            ProofLive.RealMachines,
            [.. document.Machines.Select(machine => new AgentVantage(machine.Name, remote))],
            [
                .. here is null ? Array.Empty<IVantage>() : [new AgentVantage(HereName, here)],
                .. others.Select(target => new AgentVantage(target.Machine, remote)),
            ],
            here is null ? null : HereName,
            remark is null ? [] : [remark]);
        return new RemoteGround(connector, remote, here, ground);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _remote.DisposeAsync();
        if (_here is not null)
            await _here.DisposeAsync();
        _connector.Dispose();
    }

    /// <summary>How an agent is started on this computer; null, and why, where it can be no place of its own.</summary>
    private static async Task<(string[]? Command, string? Remark)> LocalAgentAsync(
        TopologyDocument document, CancellationToken cancellation)
    {
        HashSet<string> own = [.. NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(one => one.GetIPProperties().UnicastAddresses).Select(one => one.Address.ToString())];
        if (document.Machines.FirstOrDefault(machine => own.Contains(machine.Address.ToString())) is { } itself)
            return (null, $"{HereName} is {itself.Name}");
        string program = Path.Combine(AppContext.BaseDirectory, "pool");
        if (Environment.IsPrivilegedProcess)
            return ([program, "agent"], null);
        if (SystemCommand.Find("sudo") is null)
            return (null, NoRights);
        (int exitCode, _, _) = await SystemCommand.TryRunAsync(["sudo", "-n", "true"], "", cancellation);
        return exitCode == 0 ? (["sudo", "-n", program, "agent"], null) : (null, NoRights);
    }

    private const string NoRights = $"{HereName} sent nothing: it needs root, or sudo without a password";

    private sealed class LocalConnector(string[] command) : IAgentConnector
    {
        public Task<IAgentConnection> ConnectAsync(string machine, ConnectionKind kind, CancellationToken cancellation)
        {
            SshTarget here = new(machine, "localhost", User: null, Port: null, Jump: null, HostKey: null);
            ProcessConnection connection = ProcessConnection.Start(here, SystemCommand.Find(command[0]) ?? command[0], command.Skip(1));
            connection.HasBegun = true;
            return Task.FromResult<IAgentConnection>(connection);
        }
    }
}
