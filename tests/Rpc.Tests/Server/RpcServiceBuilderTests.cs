using Grpc.Health.V1;
using PoolTopology.Rpc.Health;
using PoolTopology.Rpc.Server;
using PoolTopology.Rpc.Tests.Protos;
using PoolTopology.Rpc.Tests.Support;
using Xunit;

namespace PoolTopology.Rpc.Tests.Server;

public sealed class RpcServiceBuilderTests
{
    [Fact]
    public void Methods_without_a_handler_are_named()
    {
        RpcServiceBuilder builder = RpcServiceDefinition.For(EchoReflection.Descriptor, "Echo")
            .Unary(EchoMethods.Say, (request, _, _) => Task.FromResult(request));

        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() => builder.Build());

        Assert.Equal("pooltopology.test.Echo: no handler for CountTo, Sum, Chat", failure.Message);
    }

    [Fact]
    public void A_handler_of_another_shape_is_refused()
    {
        RpcServiceBuilder builder = RpcServiceDefinition.For(EchoReflection.Descriptor, "Echo");

        Assert.Throws<InvalidOperationException>(
            () => builder.Unary(EchoMethods.Chat, (request, _, _) => Task.FromResult(request)));
    }

    [Fact]
    public void A_second_handler_is_refused()
    {
        RpcServiceBuilder builder = RpcServiceDefinition.For(EchoReflection.Descriptor, "Echo")
            .Unary(EchoMethods.Say, (request, _, _) => Task.FromResult(request));

        Assert.Throws<ArgumentException>(
            () => builder.Unary(EchoMethods.Say, (request, _, _) => Task.FromResult(request)));
    }

    [Fact]
    public void A_method_of_another_service_is_refused()
    {
        RpcServiceBuilder builder = RpcServiceDefinition.For(EchoReflection.Descriptor, "Echo");

        Assert.Throws<ArgumentException>(
            () => builder.Unary(HealthMethods.Check, (_, _, _) => Task.FromResult(new HealthCheckResponse())));
    }

    [Fact]
    public void A_service_that_the_file_does_not_declare_is_refused()
    {
        Assert.Throws<ArgumentException>(() => RpcServiceDefinition.For(EchoReflection.Descriptor, "Nobody"));
    }

    [Fact]
    public async Task Two_definitions_of_one_service_do_not_start()
    {
        RpcServiceDefinition echo = new EchoService().Define();

        await Assert.ThrowsAsync<ArgumentException>(() => RunningServer.StartAsync(echo, echo));
    }
}
