using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Server;
using PoolTopology.Rpc.Tests.Protos;
using PoolTopology.Rpc.Tests.Support;
using Xunit;

namespace PoolTopology.Rpc.Tests.Server;

public sealed class RpcEndpointExtensionsTests
{
    private static readonly RpcCallOptions Soon = RpcCallOptions.Within(TimeSpan.FromSeconds(20));

    [Fact]
    public async Task Services_are_served_by_an_application_beside_other_endpoints()
    {
        await using WebApplication application = await StartAsync();
        Uri address = new(application.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        using RpcChannel channel = new(IPEndPoint.Parse(address.Authority), RpcChannelOptions.Default);
        using HttpClient http = new() { DefaultRequestVersion = HttpVersion.Version20 };
        http.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;

        Text reply = await channel.UnaryAsync(EchoMethods.Say, new Text { Text_ = "x" }, Soon, CancellationToken.None);
        string page = await http.GetStringAsync(new Uri(address, "/metrics"));
        RpcException unknown = await Assert.ThrowsAsync<RpcException>(() => channel.UnaryAsync(
            Rpc.Health.HealthMethods.List, new(), Soon, CancellationToken.None));

        Assert.Equal("x", reply.Text_);
        Assert.Equal("up 1", page);
        Assert.Equal(RpcStatusCode.Unimplemented, unknown.Code);
    }

    private static async Task<WebApplication> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        WebApplication application = builder.Build();
        application.MapRpcServices([new EchoService().Define()], RpcServerOptions.Default, CancellationToken.None);
        application.MapGet("/metrics", () => "up 1");
        await application.StartAsync();
        return application;
    }
}
