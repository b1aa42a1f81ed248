using System.Buffers.Text;

namespace PoolTopology.Rpc.Calls;

/// <summary>Metadata as HTTP header values: binary values in base64, several of them joined by commas.</summary>
internal static class MetadataHeaders
{
    /// <summary>The header value of an entry.</summary>
    public static string Format(RpcMetadataEntry entry) =>
        entry.Bytes is { } bytes ? Convert.ToBase64String(bytes.Span).TrimEnd('=') : entry.Text!;

    /// <summary>Adds one received header; names that belong to HTTP or to gRPC itself are left out.</summary>
    /// <remarks>Errors: <see cref="RpcException"/> INTERNAL for a <c>-bin</c> value that is not base64.</remarks>
    public static void Receive(RpcMetadata into, string name, string value)
    {
        string lower = name.ToLowerInvariant();
        if (RpcMetadata.IsReserved(lower))
            return;
        if (!RpcMetadata.IsBinary(lower))
        {
            into.Append(new RpcMetadataEntry(lower, value, null));
            return;
        }
        foreach (string part in value.Split(','))
            into.Append(new RpcMetadataEntry(lower, null, Decode(lower, part.Trim())));
    }

    private static byte[] Decode(string name, string text)
    {
        string padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(padded.Length)];
        if (!Convert.TryFromBase64String(padded, bytes, out int length))
            throw new RpcException(RpcStatusCode.Internal, $"the value of {name} is not base64");
        return bytes[..length];
    }
}
