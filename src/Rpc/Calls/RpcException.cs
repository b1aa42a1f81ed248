namespace PoolTopology.Rpc.Calls;

/// <summary>A call that ended with any status but <see cref="RpcStatusCode.Ok"/>, on either side.</summary>
/// <remarks>
/// A handler throws it to choose the status its caller sees, so <see cref="Detail"/> must not carry secrets; a client
/// receives it with the status, detail and trailers that the server sent.
/// </remarks>
public sealed class RpcException : Exception
{
    /// <summary>A failed call with its status, a sentence for a person, and optionally trailing metadata.</summary>
    public RpcException(RpcStatusCode code, string detail, RpcMetadata? trailers = null, Exception? cause = null)
        : base($"{code}: {detail}", cause)
    {
        if (code == RpcStatusCode.Ok)
            throw new ArgumentException("a successful call is not an exception", nameof(code));
        Code = code;
        Detail = detail;
        Trailers = trailers ?? new RpcMetadata();
    }

    /// <summary>The status of the call.</summary>
    public RpcStatusCode Code { get; }

    /// <summary>What went wrong, for a person; any Unicode text.</summary>
    public string Detail { get; }

    /// <summary>Metadata sent with the status.</summary>
    public RpcMetadata Trailers { get; }
}
