using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Server;
using PoolTopology.Rpc.Tests.Protos;
using PoolTopology.Rpc.Tests.Support;
using Xunit;

namespace PoolTopology.Rpc.Tests.Server;

public sealed class RpcHostTests
{
    private static readonly RpcCallOptions Soon = RpcCallOptions.Within(TimeSpan.FromSeconds(20));

    [Fact]
    public async Task One_host_serves_tcp_and_a_unix_socket()
    {
        UnixDomainSocketEndPoint unix = RunningServer.NewUnixSocket();
        await using RpcHost host = await RpcHost.StartAsync(
            [new IPEndPoint(IPAddress.Loopback, 0), unix],
            [new EchoService { Say = (_, context, _) => Task.FromResult(new Text { Text_ = context.Peer }) }.Define()],
            RpcServerOptions.Default,
            CancellationToken.None);
        using RpcChannel overTcp = new(host.EndPoints[0], RpcChannelOptions.Default);
        using RpcChannel overUnix = new(host.EndPoints[1], RpcChannelOptions.Default);

        Text tcpPeer = await overTcp.UnaryAsync(EchoMethods.Say, new Text(), Soon, CancellationToken.None);
        Text unixPeer = await overUnix.UnaryAsync(EchoMethods.Say, new Text(), Soon, CancellationToken.None);

        Assert.StartsWith("127.0.0.1:", tcpPeer.Text_, StringComparison.Ordinal);
        Assert.Equal("unix", unixPeer.Text_);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_unix_socket_is_for_its_owner_only_and_gone_after_the_stop()
    {
        UnixDomainSocketEndPoint unix = RunningServer.NewUnixSocket();
        RpcHost host = await StartAsync(unix);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(unix.ToString()));
        await host.DisposeAsync();

        Assert.False(File.Exists(unix.ToString()));
    }

    [Fact]
    public async Task A_socket_that_a_killed_server_left_is_replaced()
    {
        UnixDomainSocketEndPoint unix = RunningServer.NewUnixSocket();
        LeaveDeadSocket(unix);

        await using RpcHost host = await StartAsync(unix);
        using RpcChannel channel = new(unix, RpcChannelOptions.Default);

        await channel.UnaryAsync(EchoMethods.Say, new Text(), Soon, CancellationToken.None);
    }

    [Fact]
    public async Task A_socket_that_a_living_server_listens_on_is_left_to_it()
    {
        UnixDomainSocketEndPoint unix = RunningServer.NewUnixSocket();
        await using RpcHost first = await StartAsync(unix);
        using RpcChannel channel = new(unix, RpcChannelOptions.Default);

        await Assert.ThrowsAnyAsync<IOException>(() => StartAsync(unix));

        await channel.UnaryAsync(EchoMethods.Say, new Text(), Soon, CancellationToken.None);
    }

    [Fact]
    public async Task A_file_in_the_place_of_the_socket_is_not_deleted()
    {
        string path = Path.GetTempFileName();

        await Assert.ThrowsAnyAsync<IOException>(() => StartAsync(new UnixDomainSocketEndPoint(path)));

        Assert.True(File.Exists(path));
        File.Delete(path);
    }

    [Fact]
    public async Task A_taken_port_is_an_io_exception()
    {
        await using RpcHost first = await StartAsync(new IPEndPoint(IPAddress.Loopback, 0));

        await Assert.ThrowsAnyAsync<IOException>(() => StartAsync(first.EndPoints[0]));
    }

    [Fact]
    public async Task A_start_that_fails_leaves_nothing_listening()
    {
        UnixDomainSocketEndPoint unix = RunningServer.NewUnixSocket();
        await using RpcHost first = await StartAsync(new IPEndPoint(IPAddress.Loopback, 0));

        await Assert.ThrowsAnyAsync<IOException>(() => RpcHost.StartAsync(
            [unix, first.EndPoints[0]], [], RpcServerOptions.Default, CancellationToken.None));

        Assert.False(File.Exists(unix.ToString()));
    }

    [Fact]
    public async Task A_stop_ends_streams_with_unavailable_and_lets_unary_calls_finish()
    {
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<Text> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RunningServer server = await RunningServer.StartAsync(new EchoService
        {
            Say = (_, _, _) =>
            {
                entered.SetResult();
                return answer.Task;
            },
        }.Define());
        Task<Text> unary = server.Channel.UnaryAsync(EchoMethods.Say, new Text(), Soon, CancellationToken.None);
        await using DuplexCall<Text, Text> chat = server.Channel.Duplex(EchoMethods.Chat, Soon, CancellationToken.None);
        await chat.WriteAsync(new Text(), CancellationToken.None);
        await using IAsyncEnumerator<Text> responses = chat.ReadAllAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await responses.MoveNextAsync());
        await entered.Task;

        Task stopped = server.Host.StopAsync();
        RpcException ended = await Assert.ThrowsAsync<RpcException>(async () => await responses.MoveNextAsync());
        Assert.False(stopped.IsCompleted);
        answer.SetResult(new Text { Text_ = "done" });

        Assert.Equal("done", (await unary).Text_);
        Assert.Equal(RpcStatusCode.Unavailable, ended.Code);
        await stopped;
    }

    [Fact]
    public async Task A_handler_that_does_not_end_holds_the_stop_for_the_grace_only()
    {
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource<Text> never = new(TaskCreationOptions.RunContinuationsAsynchronously);
        RunningServer server = await RunningServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0),
            RpcServerOptions.Default with { StopGrace = TimeSpan.FromMilliseconds(200) },
            RpcChannelOptions.Default,
            new EchoService
            {
                Say = (_, _, _) =>
                {
                    entered.SetResult();
                    return never.Task;
                },
            }.Define());
        Task<Text> call = server.Channel.UnaryAsync(EchoMethods.Say, new Text(), Soon, CancellationToken.None);
        await entered.Task;

        await server.Host.StopAsync().WaitAsync(TimeSpan.FromSeconds(15));

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal(RpcStatusCode.Unavailable, failure.Code);
        never.SetResult(new Text());
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Connections_above_the_limit_are_closed()
    {
        await using RunningServer server = await RunningServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0),
            RpcServerOptions.Default with { MaxConnections = 1 },
            RpcChannelOptions.Default,
            new EchoService().Define());
        await server.Channel.UnaryAsync(EchoMethods.Say, new Text(), Soon, CancellationToken.None);
        using RpcChannel second = new(server.Tcp, RpcChannelOptions.Default);

        RpcException failure = await Assert.ThrowsAsync<RpcException>(
            () => second.UnaryAsync(EchoMethods.Say, new Text(), Soon, CancellationToken.None));

        Assert.Equal(RpcStatusCode.Unavailable, failure.Code);
    }

    private static Task<RpcHost> StartAsync(EndPoint listenOn) => RpcHost.StartAsync(
        [listenOn], [new EchoService().Define()], RpcServerOptions.Default, CancellationToken.None);

    /// <summary>A file that a listening socket left behind, moved away while .NET would delete it.</summary>
    private static void LeaveDeadSocket(UnixDomainSocketEndPoint unix)
    {
        string elsewhere = unix + ".moved";
        using (Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(unix);
            socket.Listen();
            File.Move(unix.ToString(), elsewhere);
        }
        File.Move(elsewhere, unix.ToString());
    }
}
