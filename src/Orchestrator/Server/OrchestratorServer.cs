using System.Net.Sockets;
using Grpc.Health.V1;
using Microsoft.Extensions.Logging;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Orchestrator.Up;
using PoolTopology.Rpc.Health;
using PoolTopology.Rpc.Reflection;
using PoolTopology.Rpc.Server;

namespace PoolTopology.Orchestrator.Server;

/// <summary>The running gRPC orchestrator on its unix socket. Dispose stops it and removes the socket.</summary>
internal sealed class OrchestratorServer : IAsyncDisposable
{
    private readonly RpcHost _host;
    private readonly HealthRegistry _health;
    private readonly SocketPlace _place;
    private readonly TopologyPush _push;
    private readonly string _endpointFile;

    private OrchestratorServer(
        RpcHost host, HealthRegistry health, SocketPlace place, TopologyPush push, string endpointFile) =>
        (_host, _health, _place, _push, _endpointFile) = (host, health, place, push, endpointFile);

    /// <summary>Where nodes and clients connect to: "unix:" and a path.</summary>
    public string Endpoint => EndpointFile.OfSocket(_place.Path).Endpoint;

    /// <summary>Starts the services and writes down where they are.</summary>
    /// <exception cref="IOException">The socket is taken.</exception>
    public static async Task<OrchestratorServer> StartAsync(
        StatePaths paths,
        PoolMonitor monitor,
        EventHub events,
        SessionTable sessions,
        TopologyPush push,
        ILoggerFactory logs,
        TimeProvider time,
        CancellationToken cancellation)
    {
        SocketPlace place = SocketPlace.For(paths.Socket);
        HealthRegistry health = new();
        RpcHost host = await RpcHost.StartAsync(
            [new UnixDomainSocketEndPoint(place.Path)],
            StandardServices.With(health,
                new ControlService(monitor, sessions, time).Define(),
                new OrchestratorService(monitor, events, push, time).Define()),
            RpcServerOptions.Default with { Clock = time, Logs = logs },
            cancellation);
        EndpointFile.OfSocket(place.Path).Write(paths.EndpointFile);
        health.Set("", HealthCheckResponse.Types.ServingStatus.Serving);
        return new OrchestratorServer(host, health, place, push, paths.EndpointFile);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _health.EnterShutdown();
        File.Delete(_endpointFile);
        await _host.DisposeAsync();
        _place.Dispose();
        _push.Dispose();
    }
}
