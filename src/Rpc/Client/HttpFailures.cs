using System.Net;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Rpc.Client;

/// <summary>What failures of HTTP mean as the status of a call.</summary>
/// <remarks>
/// Spec: https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md and
/// https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md (HTTP2 Transport Mapping, Errors)
/// </remarks>
internal static class HttpFailures
{
    /// <summary>The status of a call whose response is a plain HTTP error.</summary>
    public static RpcException ToRpc(HttpStatusCode status)
    {
        RpcStatusCode code = status switch
        {
            HttpStatusCode.BadRequest => RpcStatusCode.Internal,
            HttpStatusCode.Unauthorized => RpcStatusCode.Unauthenticated,
            HttpStatusCode.Forbidden => RpcStatusCode.PermissionDenied,
            HttpStatusCode.NotFound => RpcStatusCode.Unimplemented,
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout => RpcStatusCode.Unavailable,
            _ => RpcStatusCode.Unknown,
        };
        return new RpcException(code, $"the server answered HTTP {(int)status} instead of gRPC");
    }

    /// <summary>The status of a call that lost its stream or never had a connection.</summary>
    public static RpcException ToRpc(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpProtocolException reset)
                return new RpcException(CodeOf(reset.ErrorCode), reset.Message, cause: failure);
            if (cause is PeerRefusedException refused)
                return new RpcException(RpcStatusCode.Unauthenticated, refused.Message, cause: failure);
        }
        return new RpcException(RpcStatusCode.Unavailable, failure.GetBaseException().Message, cause: failure);
    }

    /// <summary>Whether a failed write or read is the connection's, not a mistake of the caller.</summary>
    public static bool IsTransport(Exception failure) => failure
        is IOException or HttpRequestException or OperationCanceledException or ObjectDisposedException;

    /// <summary>The table of HTTP/2 error codes; RFC 9113 section 7 names them.</summary>
    /// <remarks>
    /// The table's NO_ERROR is a reset stream's. Here it is a connection's: the server says goodbye in order
    /// (GOAWAY) while a call is under way, which a caller may try again elsewhere or later.
    /// </remarks>
    private static RpcStatusCode CodeOf(long errorCode) => errorCode switch
    {
        0x0 => RpcStatusCode.Unavailable, // NO_ERROR
        0x7 => RpcStatusCode.Unavailable, // REFUSED_STREAM
        0x8 => RpcStatusCode.Cancelled, // CANCEL
        0xb => RpcStatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xc => RpcStatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => RpcStatusCode.Internal,
    };
}
