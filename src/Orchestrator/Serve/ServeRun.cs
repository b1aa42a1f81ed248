using System.Net;
using Microsoft.Extensions.Logging;
using PoolTopology.Orchestrator.Authority;
using PoolTopology.Orchestrator.Deploy;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Up;
using PoolTopology.Rpc.Calls;

namespace PoolTopology.Orchestrator.Serve;

/// <summary>The service put together: run until it is stopped, taken down in order.</summary>
/// <remarks>Its end, however sudden, is not the pool's: nodes run on, and attach again when it is back.</remarks>
internal sealed class ServeRun(ServeOptions options, EventHub events, ILoggerFactory logs, TimeProvider time)
{
    /// <summary>Serves until it is stopped.</summary>
    /// <exception cref="Audit.AuditException">The audit log is damaged.</exception>
    public async Task RunAsync(StateDirectory state, DesignReader reader, PoolDesign design, CancellationToken stop)
    {
        using ServiceStore store = ServiceStore.Open(state.Paths.Root, design.Ticker, options.NodeLife, time);
        store.Certificates.Prune();
        PoolMonitor monitor = new(PoolState.Initial(design, isIsolated: false), events);
        Task watching = monitor.RunAsync();
        EventKeeper kept = new(store.Database, time);
        using EventSubscription happening = events.Subscribe();
        Task keeping = kept.RunAsync(happening);
        RolloutKeeper rollouts = new(
            options.OpenDeployment, DeployStore.Open(state.Paths.Root), new RolloutIndex(store.Database, events), events, time);
        using Admission admission = new(store.Certificates, time);
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task admitting = admission.RunAsync(over.Token);
        ServerCertificate? certificate = options.ListenOn is { } listenOn
            ? new ServerCertificate(store.Authority, store.Registrar, HostsOf(listenOn, design.Orchestrator), time)
            : null;
        Task certifying = certificate?.RunAsync(over.Token) ?? Task.CompletedTask;
        Task rollingOut = Task.CompletedTask;
        try
        {
            SessionTable sessions = new();
            TopologyPush push = new(
                design, reader.Read, (_, _) => Task.CompletedTask,
                options.ListenOn is null ? new NoFirewall() : new AgentsFirewall(), sessions, monitor, time);
            SecureDoor? door = certificate is null ? null : new SecureDoor(
                options.ListenOn!, certificate.Identity, admission, store.Registrar, new RefusedConnections(events, time).Tell); // There is a certificate only where it listens.
            await using OrchestratorServer server = await OrchestratorServer.StartAsync(
                state.Paths, monitor, events, sessions, push, logs, time, stop, door, kept, rollouts);
            string endpoint = server.SecureEndPoint is { } secure ? RpcAddress.Format(secure) : server.Endpoint;
            events.Publish(new ServeStarted(time.GetUtcNow(), design.Name, endpoint, Environment.ProcessId));
            rollingOut = rollouts.RunAsync(over.Token);
            // Whatever ends by itself has failed, and ends the service.
            await await Task.WhenAny(rollingOut, watching, keeping, Task.Delay(Timeout.InfiniteTimeSpan, time, over.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // A signal.
        }
        finally
        {
            await over.CancelAsync();
            await Task.WhenAll(admitting, certifying, rollingOut);
            monitor.Complete();
            await watching;
            events.Complete();
            await keeping;
        }
    }

    // What clients of other makers compare the server's certificate with; ours look at its name alone.
    private static string[] HostsOf(IPEndPoint listenOn, IPEndPoint? published) =>
        [.. new[] { "localhost", Dns.GetHostName(), listenOn.Address.ToString(), published?.Address.ToString() ?? "" }
            .Where(host => host.Length > 0 && host != IPAddress.Any.ToString() && host != IPAddress.IPv6Any.ToString()).Distinct()];
}
