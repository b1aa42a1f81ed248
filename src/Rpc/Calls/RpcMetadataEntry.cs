namespace PoolTopology.Rpc.Calls;

/// <summary>One name and value of call metadata.</summary>
/// <remarks>
/// Shape: <see cref="Name"/> is lower case; a name that ends in <c>-bin</c> carries <see cref="Bytes"/>, any other
/// carries printable ASCII in <see cref="Text"/>. Exactly one of the two is set.
/// </remarks>
public sealed record RpcMetadataEntry
{
    internal RpcMetadataEntry(string name, string? text, ReadOnlyMemory<byte>? bytes) =>
        (Name, Text, Bytes) = (name, text, bytes);

    /// <summary>The lower-case name.</summary>
    public string Name { get; }

    /// <summary>The value of a text entry, otherwise null.</summary>
    public string? Text { get; }

    /// <summary>The value of a binary entry, otherwise null.</summary>
    public ReadOnlyMemory<byte>? Bytes { get; }
}
