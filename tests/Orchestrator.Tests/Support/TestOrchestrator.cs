using System.Collections.Concurrent;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Up;
using PoolTopology.Rpc.Client;

namespace PoolTopology.Orchestrator.Tests.Support;

/// <summary>The gRPC orchestrator on a real unix socket, with a firewall that writes down what it is asked.</summary>
internal sealed class TestOrchestrator : IAsyncDisposable, IPushFirewall
{
    private readonly TempFolder _folder = new();
    private readonly Task _monitoring;
    private readonly OrchestratorServer _server;

    private TestOrchestrator(Func<TestOrchestrator, PoolMonitor, TempFolder, Task<OrchestratorServer>> start)
    {
        Events = new EventHub(TimeProvider.System);
        Monitor = new PoolMonitor(PoolState.Initial(SamplePool.Design, isIsolated: false), Events);
        _monitoring = Monitor.RunAsync();
        _server = start(this, Monitor, _folder).GetAwaiter().GetResult();
    }

    /// <summary>What happened around pushes, in order: "open", node names, "close".</summary>
    public ConcurrentQueue<string> Steps { get; } = [];

    public EventHub Events { get; }

    public PoolMonitor Monitor { get; }

    public string Endpoint => _server.Endpoint;

    public StatePaths Paths => new(_folder.FullPath);

    public static TestOrchestrator Start() => new(async (self, monitor, folder) =>
    {
        StatePaths paths = new(folder.FullPath);
        Directory.CreateDirectory(paths.Run);
        SessionTable sessions = new();
        TopologyPush push = new(
            SamplePool.Design, new DesignReader("topology.yaml", null).Read,
            (node, _) =>
            {
                self.Steps.Enqueue($"file {node.Name}");
                return Task.CompletedTask;
            },
            self, sessions, monitor, TimeProvider.System);
        return await OrchestratorServer.StartAsync(
            paths, monitor, self.Events, sessions, push, NullLoggerFactory.Instance, TimeProvider.System, CancellationToken.None);
    });

    public RpcChannel Connect() => new(new UnixDomainSocketEndPoint(Endpoint["unix:".Length..]), RpcChannelOptions.Default);

    /// <summary>Waits until the state is as wanted.</summary>
    public async Task<PoolState> UntilAsync(Func<PoolState, bool> isWanted)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        PoolState state = Monitor.Current;
        while (!isWanted(state))
            state = await Monitor.WaitForChangeAsync(state, limit.Token);
        return state;
    }

    public Task OpenAsync(PoolDesign current, PoolDesign wanted, CancellationToken cancellation)
    {
        Steps.Enqueue("open");
        return Task.CompletedTask;
    }

    public Task CloseAsync(PoolDesign current, PoolDesign wanted, CancellationToken cancellation)
    {
        Steps.Enqueue("close");
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Monitor.Complete();
        await _monitoring;
        _folder.Dispose();
    }
}
