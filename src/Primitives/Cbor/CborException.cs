namespace PoolTopology.Primitives.Cbor;

/// <summary>Bytes that are not what their place calls for.</summary>
/// <remarks>
/// Caught at three borders only (protocol receive, storage read, RPC submit), and where a block with a body that is not
/// one is refused. The reader that threw has not moved past the item at <see cref="Offset"/>.
/// </remarks>
public sealed class CborException(int offset, string expected, string found)
    : Exception($"at byte {offset}: expected {expected}, found {found}")
{
    /// <summary>Where, counted from the start of the span given to the reader.</summary>
    public int Offset { get; } = offset;

    /// <summary>What belongs there.</summary>
    public string Expected { get; } = expected;

    /// <summary>What stands there.</summary>
    public string Found { get; } = found;
}
