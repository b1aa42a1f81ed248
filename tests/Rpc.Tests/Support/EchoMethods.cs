using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Tests.Protos;

namespace PoolTopology.Rpc.Tests.Support;

/// <summary>The methods of the test service.</summary>
internal static class EchoMethods
{
    public static readonly RpcMethod<Text, Text> Say =
        RpcMethod.Of<Text, Text>(EchoReflection.Descriptor, "Echo", "Say");

    public static readonly RpcMethod<Count, Count> CountTo =
        RpcMethod.Of<Count, Count>(EchoReflection.Descriptor, "Echo", "CountTo");

    public static readonly RpcMethod<Count, Count> Sum =
        RpcMethod.Of<Count, Count>(EchoReflection.Descriptor, "Echo", "Sum");

    public static readonly RpcMethod<Text, Text> Chat =
        RpcMethod.Of<Text, Text>(EchoReflection.Descriptor, "Echo", "Chat");
}
