using System.Net;
using System.Net.Sockets;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Server;

namespace PoolTopology.Rpc.Tests.Support;

/// <summary>A real server on a loopback port or a unix socket, with a channel to it.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private RunningServer(RpcHost host, RpcChannel channel) => (Host, Channel) = (host, channel);

    public RpcHost Host { get; }

    public RpcChannel Channel { get; }

    public IPEndPoint Tcp => (IPEndPoint)Host.EndPoints[0];

    public static Task<RunningServer> StartAsync(params RpcServiceDefinition[] services) =>
        StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0), RpcServerOptions.Default, RpcChannelOptions.Default, services);

    public static async Task<RunningServer> StartAsync(
        EndPoint listenOn, RpcServerOptions server, RpcChannelOptions client, params RpcServiceDefinition[] services)
    {
        RpcHost host = await RpcHost.StartAsync([listenOn], services, server, CancellationToken.None);
        return new RunningServer(host, new RpcChannel(host.EndPoints[0], client));
    }

    public static UnixDomainSocketEndPoint NewUnixSocket() =>
        new(Path.Combine(Path.GetTempPath(), $"rpc-{Guid.NewGuid():N}.sock"));

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await Host.DisposeAsync();
    }
}
