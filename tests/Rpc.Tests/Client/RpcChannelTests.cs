using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Server;
using PoolTopology.Rpc.Tests.Protos;
using PoolTopology.Rpc.Tests.Support;
using Xunit;

namespace PoolTopology.Rpc.Tests.Client;

/// <summary>What a client makes of servers that are absent, broken or not gRPC.</summary>
public sealed class RpcChannelTests
{
    private static readonly RpcCallOptions Soon = RpcCallOptions.Within(TimeSpan.FromSeconds(20));

    [Fact]
    public async Task No_server_is_unavailable_for_every_shape()
    {
        using RpcChannel channel = new(new IPEndPoint(IPAddress.Loopback, ClosedPort()), RpcChannelOptions.Default);
        await using ClientStreamingCall<Count, Count> upload =
            channel.ClientStreaming(EchoMethods.Sum, Soon, CancellationToken.None);
        await using DuplexCall<Text, Text> chat = channel.Duplex(EchoMethods.Chat, Soon, CancellationToken.None);

        await AssertUnavailableAsync(() =>
            channel.UnaryAsync(EchoMethods.Say, new Text(), Soon, CancellationToken.None));
        await AssertUnavailableAsync(async () =>
            await channel.ServerStreamingAsync(
                EchoMethods.CountTo, new Count(), Soon, CancellationToken.None).CountAsync());
        await AssertUnavailableAsync(() => upload.WriteAsync(new Count(), CancellationToken.None).AsTask());
        await AssertUnavailableAsync(() => upload.CompleteAsync(CancellationToken.None));
        await AssertUnavailableAsync(() => chat.WriteAsync(new Text(), CancellationToken.None).AsTask());
        await AssertUnavailableAsync(async () => await chat.ReadAllAsync(CancellationToken.None).CountAsync());
    }

    [Fact]
    public async Task No_unix_socket_is_unavailable()
    {
        using RpcChannel channel = new(RunningServer.NewUnixSocket(), RpcChannelOptions.Default);

        await AssertUnavailableAsync(() =>
            channel.UnaryAsync(EchoMethods.Say, new Text(), Soon, CancellationToken.None));
    }

    [Fact]
    public async Task A_channel_connects_again_after_the_server_came_back()
    {
        UnixDomainSocketEndPoint unix = RunningServer.NewUnixSocket();
        using RpcChannel channel = new(unix, RpcChannelOptions.Default);
        for (int i = 0; i < 3; i++)
        {
            await using (await RpcHost.StartAsync(
                [unix], [new EchoService().Define()], RpcServerOptions.Default, CancellationToken.None))
            {
                await channel.UnaryAsync(EchoMethods.Say, new Text(), Soon, CancellationToken.None);
            }
            await AssertUnavailableAsync(() =>
                channel.UnaryAsync(EchoMethods.Say, new Text(), Soon, CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_stream_whose_server_dies_is_unavailable()
    {
        using Socket listener = new(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using RpcChannel channel = new(listener.LocalEndPoint!, RpcChannelOptions.Default);
        await using DuplexCall<Text, Text> chat = channel.Duplex(EchoMethods.Chat, Soon, CancellationToken.None);
        Task reading = chat.ReadAllAsync(CancellationToken.None).CountAsync().AsTask();

        (await listener.AcceptAsync()).Dispose();

        await AssertUnavailableAsync(() => reading);
    }

    [Theory]
    [InlineData(400, RpcStatusCode.Internal)]
    [InlineData(401, RpcStatusCode.Unauthenticated)]
    [InlineData(403, RpcStatusCode.PermissionDenied)]
    [InlineData(404, RpcStatusCode.Unimplemented)]
    [InlineData(429, RpcStatusCode.Unavailable)]
    [InlineData(500, RpcStatusCode.Unknown)]
    [InlineData(502, RpcStatusCode.Unavailable)]
    [InlineData(503, RpcStatusCode.Unavailable)]
    [InlineData(504, RpcStatusCode.Unavailable)]
    public Task Http_errors_are_mapped(int http, RpcStatusCode expected) => AssertOutcomeAsync(expected, context =>
    {
        context.Response.StatusCode = http;
        return Task.CompletedTask;
    });

    [Theory]
    [InlineData("7", RpcStatusCode.PermissionDenied)]
    [InlineData("99", RpcStatusCode.Unknown)]
    [InlineData("x", RpcStatusCode.Unknown)]
    [InlineData("-1", RpcStatusCode.Unknown)]
    [InlineData("0", RpcStatusCode.Unimplemented)]
    public Task A_final_status_in_the_headers(string status, RpcStatusCode expected) =>
        AssertOutcomeAsync(expected, context =>
        {
            context.Response.ContentType = HeaderNames.ContentType;
            context.Response.Headers[HeaderNames.Status] = status;
            return Task.CompletedTask;
        });

    [Theory]
    [InlineData("text/html", "", RpcStatusCode.Unknown)]
    [InlineData(HeaderNames.ContentType, "", RpcStatusCode.Unknown)]
    [InlineData(HeaderNames.ContentType, "0000", RpcStatusCode.Internal)]
    [InlineData(HeaderNames.ContentType, "00FFFFFFFF", RpcStatusCode.ResourceExhausted)]
    [InlineData(HeaderNames.ContentType, "00000000020AFF", RpcStatusCode.Internal)]
    [InlineData(HeaderNames.ContentType, "0100000000", RpcStatusCode.Internal)]
    public Task A_broken_body_without_a_status(string contentType, string body, RpcStatusCode expected) =>
        AssertOutcomeAsync(expected, async context =>
        {
            context.Response.ContentType = contentType;
            await context.Response.Body.WriteAsync(Convert.FromHexString(body));
        });

    [Theory]
    [InlineData("", RpcStatusCode.Unimplemented)]
    [InlineData("0000000000", RpcStatusCode.Ok)]
    [InlineData("00000000000000000000", RpcStatusCode.Unimplemented)]
    public Task A_unary_response_is_exactly_one_message(string body, RpcStatusCode expected) =>
        AssertOutcomeAsync(expected, async context =>
        {
            context.Response.ContentType = HeaderNames.ContentType;
            await context.Response.Body.WriteAsync(Convert.FromHexString(body));
            context.Response.AppendTrailer(HeaderNames.Status, "0");
        });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Random_responses_end_in_a_message_or_in_a_status(int seed)
    {
        Random random = new(seed);
        await using WebApplication application = await StartAsync(async context =>
        {
            byte[] body = new byte[random.Next(24)];
            random.NextBytes(body);
            if (body.Length > 4 && random.Next(4) > 0)
                body.AsSpan(0, 4).Clear();
            if (body.Length > 4 && random.Next(2) > 0)
                body[4] = (byte)(body.Length - 5);
            context.Response.ContentType = random.Next(8) == 0 ? "text/plain" : HeaderNames.ContentType;
            await context.Response.Body.WriteAsync(body);
            if (random.Next(4) > 0)
                context.Response.AppendTrailer(HeaderNames.Status, random.Next(3) > 0 ? "0" : $"{random.Next(30)}");
            context.Response.AppendTrailer(HeaderNames.Message, "%" + random.Next(1_000));
        });
        using RpcChannel channel = ChannelTo(application);

        for (int i = 0; i < 500; i++)
        {
            Exception? outcome = await Record.ExceptionAsync(
                () => channel.UnaryAsync(EchoMethods.Say, new Text(), Soon, CancellationToken.None));

            Assert.True(outcome is null or RpcException, $"seed {seed}, call {i}: {outcome}");
        }
    }

    [Fact]
    public Task An_aborted_stream_is_an_error() => AssertOutcomeAsync(RpcStatusCode.Internal, context =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    [Fact]
    public async Task A_request_above_the_limit_is_resource_exhausted_and_is_not_sent()
    {
        using RpcChannel channel = new(
            new IPEndPoint(IPAddress.Loopback, ClosedPort()),
            RpcChannelOptions.Default with { MaxSentMessageBytes = 10 });

        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(
            EchoMethods.Say, new Text { Text_ = "more than ten bytes" }, Soon, CancellationToken.None));

        Assert.Equal(RpcStatusCode.ResourceExhausted, failure.Code);
    }

    [Fact]
    public async Task A_call_of_another_shape_is_a_programming_error()
    {
        using RpcChannel channel = new(new IPEndPoint(IPAddress.Loopback, 1), RpcChannelOptions.Default);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => channel.UnaryAsync(EchoMethods.Chat, new Text(), Soon, CancellationToken.None));
    }

    [Fact]
    public async Task Writing_after_completion_is_a_programming_error()
    {
        await using RunningServer server = await RunningServer.StartAsync(new EchoService().Define());
        await using DuplexCall<Text, Text> chat = server.Channel.Duplex(EchoMethods.Chat, Soon, CancellationToken.None);
        await chat.CompleteAsync(CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => chat.WriteAsync(new Text(), CancellationToken.None).AsTask());
        Assert.Equal(0, await chat.ReadAllAsync(CancellationToken.None).CountAsync());
    }

    private static async Task AssertUnavailableAsync(Func<Task> call)
    {
        RpcException failure = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal(RpcStatusCode.Unavailable, failure.Code);
    }

    /// <summary>A unary call to a server that answers every request as told ends with this status.</summary>
    private static async Task AssertOutcomeAsync(RpcStatusCode expected, RequestDelegate answer)
    {
        await using WebApplication application = await StartAsync(answer);
        using RpcChannel channel = ChannelTo(application);

        Exception? outcome = await Record.ExceptionAsync(
            () => channel.UnaryAsync(EchoMethods.Say, new Text(), Soon, CancellationToken.None));

        Assert.Equal(expected, outcome is null ? RpcStatusCode.Ok : Assert.IsType<RpcException>(outcome).Code);
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        WebApplication application = builder.Build();
        application.Run(answer);
        await application.StartAsync();
        return application;
    }

    private static RpcChannel ChannelTo(WebApplication application)
    {
        IServer server = application.Services.GetRequiredService<IServer>();
        Uri address = new(server.Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return new RpcChannel(IPEndPoint.Parse(address.Authority), RpcChannelOptions.Default);
    }

    private static int ClosedPort()
    {
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
