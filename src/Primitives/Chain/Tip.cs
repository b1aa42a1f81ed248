namespace PoolTopology.Primitives.Chain;

/// <summary>The end of a chain: its point and height, or genesis for an empty chain.</summary>
/// <remarks>
/// The default value is <see cref="Genesis"/>.
/// Shape: CBOR <c>[point, blockNo]</c>; genesis is <c>[[], 0]</c>.
/// </remarks>
public readonly record struct Tip(Point Point, BlockNo BlockNo)
{
    /// <summary>The tip of the empty chain.</summary>
    public static Tip Genesis => default;

    /// <summary>Is the tip of the empty chain.</summary>
    public bool IsGenesis => Point.IsOrigin;

    /// <inheritdoc/>
    public override string ToString() => IsGenesis ? "genesis" : $"block {BlockNo} at {Point}";
}
