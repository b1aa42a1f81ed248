using System.Collections.Frozen;

namespace PoolTopology.Rpc.Calls;

/// <summary>Names and values that travel beside the messages of a call: headers before, trailers after.</summary>
/// <remarks>
/// Shape: ordered, names may repeat; HTTP may join text values of one name with ", " on the way. Names are lower-case
/// letters, digits, <c>_</c>, <c>-</c>, <c>.</c>; <c>grpc-…</c> and names of HTTP are reserved. Text values are
/// printable ASCII; names that end in <c>-bin</c> carry bytes.
/// Not thread-safe.
/// Spec: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md (Custom-Metadata)
/// </remarks>
public sealed class RpcMetadata
{
    private readonly List<RpcMetadataEntry> _entries = [];
    private bool _isSent;

    /// <summary>All entries in order.</summary>
    public IReadOnlyList<RpcMetadataEntry> Entries => _entries;

    /// <summary>Adds a text value.</summary>
    /// <remarks>Errors: ArgumentException for a name or value that cannot travel; nothing is added.</remarks>
    public void Add(string name, string value)
    {
        RequireName(name);
        if (IsBinary(name))
            throw new ArgumentException($"'{name}' ends in -bin and takes bytes", nameof(name));
        if (!IsText(value))
            throw new ArgumentException($"the value of '{name}' is not printable ASCII", nameof(value));
        Append(new RpcMetadataEntry(name, value, null));
    }

    /// <summary>Adds a binary value, under a name that ends in <c>-bin</c>.</summary>
    /// <remarks>Errors: ArgumentException for a name that cannot travel; nothing is added.</remarks>
    public void Add(string name, ReadOnlySpan<byte> value)
    {
        RequireName(name);
        if (!IsBinary(name))
            throw new ArgumentException($"'{name}' carries bytes and must end in -bin", nameof(name));
        Append(new RpcMetadataEntry(name, null, value.ToArray()));
    }

    /// <summary>The first text value under this name, or null.</summary>
    public string? Text(string name) => _entries.Find(entry => entry.Name == name)?.Text;

    /// <summary>The first binary value under this name, or null.</summary>
    public ReadOnlyMemory<byte>? Bytes(string name) => _entries.Find(entry => entry.Name == name)?.Bytes;

    /// <summary>From here on nothing can be added: an addition would silently not be sent.</summary>
    internal void MarkSent() => _isSent = true;

    /// <summary>Adds what a peer sent, whose name has been through an HTTP parser already.</summary>
    internal void Append(RpcMetadataEntry entry)
    {
        if (_isSent)
            throw new InvalidOperationException("this metadata has already been sent");
        _entries.Add(entry);
    }

    internal static bool IsBinary(string name) => name.EndsWith("-bin", StringComparison.Ordinal);

    /// <summary>Whether a lower-case name belongs to gRPC or HTTP, and so never carries metadata.</summary>
    internal static bool IsReserved(string name) =>
        name.StartsWith("grpc-", StringComparison.Ordinal) || name.StartsWith(':') || Transport.Contains(name);

    private static bool IsText(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static void RequireName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (IsReserved(name))
            throw new ArgumentException($"'{name}' belongs to gRPC or HTTP", nameof(name));
        foreach (char c in name)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '_' or '-' or '.'))
                throw new ArgumentException($"'{name}' has a character that metadata names cannot hold", nameof(name));
        }
    }

    private static readonly FrozenSet<string> Transport = FrozenSet.Create(
        StringComparer.Ordinal,
        "te", "host", "content-type", "content-length", "trailer", "transfer-encoding", "connection", "keep-alive",
        "proxy-connection", "upgrade", "expect", "date", "server");
}
