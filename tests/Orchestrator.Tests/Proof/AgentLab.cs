using PoolTopology.Orchestrator.Processes;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Orchestrator.Tests.Support;

namespace PoolTopology.Orchestrator.Tests.Proof;

/// <summary>
/// The machines of a <see cref="ProofLab"/> with an agent on each: a process inside the machine's network, on a folder of
/// its own, connected without SSH.
/// </summary>
internal sealed class AgentLab : IAgentConnector, IAsyncDisposable
{
    private static readonly string[] Tools = ["/usr/sbin/nft", "/usr/sbin/ip", "/bin/sh"];

    private readonly TempFolder _folder = new();

    private AgentLab(ProofLab lab)
    {
        Lab = lab;
        Sessions = new MachineSessions(this);
        Directory.CreateDirectory(_folder["tools"]);
        foreach (string tool in Tools)
            File.CreateSymbolicLink(Path.Combine(_folder["tools"], Path.GetFileName(tool)), tool);
        foreach (string machine in lab.Namespaces.Keys)
            Directory.CreateDirectory(Path.Combine(RootOf(machine), "etc"));
        Ground = new ProofGround(
            ProofLive.RealMachines,
            [.. lab.Machines.Select(machine => new AgentVantage(machine.Name, Sessions))],
            [new AgentVantage(Stranger.Name, Sessions)],
            Here: null,
            Remarks: []);
    }

    public ProofLab Lab { get; }

    public MachineSessions Sessions { get; }

    public ProofGround Ground { get; }

    public static async Task<AgentLab> StartAsync() => new(await ProofLab.StartAsync());

    /// <summary>The folder that stands for a machine's disk.</summary>
    public string RootOf(string machine) => _folder[Lab.Namespaces[machine]];


    public async Task<string> TablesOnAsync(string machine) => await SystemCommand.RunAsync(
        ["ip", "netns", "exec", Lab.Namespaces[machine], "nft", "list", "tables"], "", CancellationToken.None);

    /// <inheritdoc/>
    public Task<IAgentConnection> ConnectAsync(string machine, ConnectionKind kind, CancellationToken cancellation)
    {
        string pool = Path.Combine(AppContext.BaseDirectory, "pool");

        // The shell says which process it was before it becomes the agent.
        string script = $"echo $$ > {RootOf(machine)}/process; exec {pool} agent --root {RootOf(machine)} --tools {_folder["tools"]}";
        SshTarget target = new(machine, "localhost", User: null, Port: null, Jump: null, HostKey: null);
        ProcessConnection connection = ProcessConnection.Start(
            target, SystemCommand.Find("ip")!, ["netns", "exec", Lab.Namespaces[machine], "sh", "-c", script]);
        connection.HasBegun = true;
        return Task.FromResult<IAgentConnection>(connection);
    }

    /// <summary>SIGKILL to a machine's agent.</summary>
    public void Kill(string machine)
    {
        using System.Diagnostics.Process process = System.Diagnostics.Process.GetProcessById(
            int.Parse(File.ReadAllText(Path.Combine(RootOf(machine), "process")), System.Globalization.CultureInfo.InvariantCulture));
        process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        await Sessions.DisposeAsync();
        await Lab.DisposeAsync();
        _folder.Dispose();
    }
}
