using System.Net;
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

/// <summary>The running gRPC orchestrator on its unix socket, and for other machines over mutual TLS. Dispose stops it and removes the socket.</summary>
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

    /// <summary>Where other machines connect to, over mutual TLS; null where they cannot.</summary>
    public EndPoint? SecureEndPoint => _host.EndPoints.Count > 1 ? _host.EndPoints[1] : null;

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
        CancellationToken cancellation,
        SecureDoor? door = null,
        IEventStream? kept = null,
        IRolloutDesk? rollouts = null)
    {
        SocketPlace place = SocketPlace.For(paths.Socket);
        HealthRegistry health = new();
        UnixDomainSocketEndPoint socket = new(place.Path);
        List<RpcServiceDefinition> services =
        [
            new ControlService(monitor, sessions, time).Define(),
            new OrchestratorService(monitor, kept ?? new LiveEvents(events), push, rollouts ?? new NoRollouts(), time).Define(),
        ];
        RpcServerOptions options = RpcServerOptions.Default with { Clock = time, Logs = logs };
        if (door is not null)
        {
            services.Add(new RegistrationService(door.Registrar, name => monitor.Current.FindNode(name) is not null).Define());
            options = options with { Identity = door.Identity, Admit = door.Admission.Admit, OnRefusedPeer = door.OnRefused };
        }

        RpcHost host = await RpcHost.StartAsync(
            door is null ? [socket] : [socket, door.ListenOn], StandardServices.With(health, [.. services]), options, cancellation);
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
