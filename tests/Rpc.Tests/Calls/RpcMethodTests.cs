using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Tests.Protos;
using PoolTopology.Rpc.Tests.Support;
using Xunit;

namespace PoolTopology.Rpc.Tests.Calls;

public sealed class RpcMethodTests
{
    [Fact]
    public void Shape_and_path_come_from_the_proto_file()
    {
        Assert.Equal(RpcShape.Unary, EchoMethods.Say.Shape);
        Assert.Equal(RpcShape.ServerStreaming, EchoMethods.CountTo.Shape);
        Assert.Equal(RpcShape.ClientStreaming, EchoMethods.Sum.Shape);
        Assert.Equal(RpcShape.Duplex, EchoMethods.Chat.Shape);
        Assert.Equal("/pooltopology.test.Echo/Say", EchoMethods.Say.Path);
    }

    [Theory]
    [InlineData("Nobody", "Say")]
    [InlineData("Echo", "Nothing")]
    [InlineData("Echo", "say")]
    public void A_method_that_is_not_there_is_refused(string service, string method)
    {
        Assert.Throws<ArgumentException>(() => RpcMethod.Of<Text, Text>(EchoReflection.Descriptor, service, method));
    }

    [Fact]
    public void Messages_of_another_type_are_refused()
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(
            () => RpcMethod.Of<Text, Count>(EchoReflection.Descriptor, "Echo", "Say"));

        Assert.Equal("pooltopology.test.Echo.Say returns pooltopology.test.Text, not Count", failure.Message);
    }
}
