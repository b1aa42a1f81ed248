namespace PoolTopology.Rpc.Calls;

/// <summary>HTTP/2 header names and values that gRPC defines.</summary>
internal static class HeaderNames
{
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Identity = "identity";
    public const string ContentType = "application/grpc";

    /// <summary>Whether a content type is gRPC with protobuf messages; parameters are allowed.</summary>
    public static bool IsGrpc(string? contentType)
    {
        ReadOnlySpan<char> type = contentType;
        int parameters = type.IndexOf(';');
        if (parameters >= 0)
            type = type[..parameters];
        type = type.Trim();
        return type.Equals(ContentType, StringComparison.OrdinalIgnoreCase)
            || type.Equals(ContentType + "+proto", StringComparison.OrdinalIgnoreCase);
    }
}
