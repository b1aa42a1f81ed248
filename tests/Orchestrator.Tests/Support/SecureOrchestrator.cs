using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using PoolTopology.Orchestrator.Authority;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Serve;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Up;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Orchestrator.Tests.Support;

/// <summary>The orchestrator on a loopback port with mutual TLS, with an authority of its own.</summary>
internal sealed class SecureOrchestrator : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Admission _admission;
    private readonly PoolMonitor _monitor;
    private readonly Task _monitoring;
    private readonly OrchestratorServer _server;

    private SecureOrchestrator(Func<SecureOrchestrator, StatePaths, SecureDoor, Task<OrchestratorServer>> start)
    {
        StatePaths paths = new(_folder["state"]);
        Store = ServiceStore.Open(paths.Root, "DEMO", Registrar.DefaultNodeLife, TimeProvider.System);
        _admission = new Admission(Store.Certificates, TimeProvider.System);
        Events = new EventHub(TimeProvider.System);
        _monitor = new PoolMonitor(PoolState.Initial(SamplePool.Design, isIsolated: false), Events);
        _monitoring = _monitor.RunAsync();
        Identity = new RpcIdentity(Store.Authority.Certificate, Store.Registrar.ForServer("127.0.0.1", "localhost"), TimeProvider.System);
        SecureDoor door = new(
            new IPEndPoint(IPAddress.Loopback, 0), Identity, _admission, Store.Registrar, (_, refusal) => Refused.Enqueue(refusal));
        _server = start(this, paths, door).GetAwaiter().GetResult();
    }

    public ServiceStore Store { get; }

    public StatePaths Paths => new(_folder["state"]);

    public RpcIdentity Identity { get; }

    public EventHub Events { get; }

    /// <summary>Why connections were refused.</summary>
    public ConcurrentQueue<PeerRefusal> Refused { get; } = [];

    public EndPoint EndPoint => _server.SecureEndPoint!;

    public static SecureOrchestrator Start() => new(async (self, paths, door) =>
    {
        Directory.CreateDirectory(paths.Run);
        SessionTable sessions = new();
        TopologyPush push = new(
            SamplePool.Design, new DesignReader("topology.yaml", null).Read, (_, _) => Task.CompletedTask, new NoFirewall(),
            sessions, self._monitor, TimeProvider.System);
        return await OrchestratorServer.StartAsync(
            paths, self._monitor, self.Events, sessions, push, NullLoggerFactory.Instance, TimeProvider.System,
            CancellationToken.None, door);
    });

    /// <summary>A channel of somebody with a certificate of this authority that is remembered.</summary>
    public RpcChannel ConnectAs(PeerRole role, string name) => Connect(Issue(role, name));

    /// <summary>A certificate that the ledger knows.</summary>
    public X509Certificate2 Issue(PeerRole role, string name, string pool = "demo")
    {
        X509Certificate2 own = Store.Authority.IssueWithKey(new PeerName(pool, role, name), TimeSpan.FromHours(1));
        Store.Certificates.Add(own, null);
        return own;
    }

    public RpcChannel Connect(X509Certificate2 own, X509Certificate2? authority = null) => new(
        EndPoint, RpcChannelOptions.Default with { Identity = new RpcIdentity(authority ?? Store.Authority.Certificate, own, TimeProvider.System) });

    /// <summary>Looks at those who are inside, as the server does every second.</summary>
    public void LookAround() => _admission.LookAround();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _monitor.Complete();
        await _monitoring;
        _admission.Dispose();
        Store.Dispose();
        _folder.Dispose();
    }
}
