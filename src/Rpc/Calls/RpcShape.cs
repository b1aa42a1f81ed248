namespace PoolTopology.Rpc.Calls;

/// <summary>How many messages travel each way in a call.</summary>
public enum RpcShape
{
    /// <summary>One request, one response.</summary>
    Unary,

    /// <summary>One request, any number of responses.</summary>
    ServerStreaming,

    /// <summary>Any number of requests, one response.</summary>
    ClientStreaming,

    /// <summary>Any number of messages both ways, in any order.</summary>
    Duplex,
}
