namespace PoolTopology.Rpc.Calls;

/// <summary>How a call ended, in gRPC's words and numbers.</summary>
/// <remarks>Spec: https://github.com/grpc/grpc/blob/master/doc/statuscodes.md</remarks>
public enum RpcStatusCode
{
    /// <summary>The call succeeded.</summary>
    Ok = 0,

    /// <summary>The caller gave the call up.</summary>
    Cancelled = 1,

    /// <summary>The peer reported a failure that carries no usable code.</summary>
    Unknown = 2,

    /// <summary>The request can never succeed, whatever the state of the server.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed first; the work may or may not have been done.</summary>
    DeadlineExceeded = 4,

    /// <summary>The thing asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>The thing to create exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A limit was reached: message size, quota, number of callers.</summary>
    ResourceExhausted = 8,

    /// <summary>The server is not in the state that the operation needs; retrying alone does not help.</summary>
    FailedPrecondition = 9,

    /// <summary>The operation lost against a concurrent one; retry it from the start.</summary>
    Aborted = 10,

    /// <summary>The request lies outside the valid range in the present state.</summary>
    OutOfRange = 11,

    /// <summary>The server has no such service or method, or does not support the encoding.</summary>
    Unimplemented = 12,

    /// <summary>A broken invariant, or bytes that break the protocol.</summary>
    Internal = 13,

    /// <summary>The server cannot be reached now; retry with back-off.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or damaged for good.</summary>
    DataLoss = 15,

    /// <summary>The caller did not prove who it is.</summary>
    Unauthenticated = 16,
}
