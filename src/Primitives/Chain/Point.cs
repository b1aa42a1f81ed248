namespace PoolTopology.Primitives.Chain;

/// <summary>A place on a chain: a block named by slot and header hash, or the origin before the first block.</summary>
/// <remarks>
/// The default value is <see cref="Origin"/>.
/// Shape: CBOR <c>[]</c> for the origin, <c>[slot, hash]</c> otherwise.
/// Spec: ouroboros-network CDDL, <c>network.base.cddl</c>.
/// </remarks>
public readonly record struct Point
{
    private readonly Slot _slot;
    private readonly Hash32 _hash;

    /// <summary>The point of a block.</summary>
    public Point(Slot slot, Hash32 hash)
    {
        _slot = slot;
        _hash = hash;
        IsBlock = true;
    }

    /// <summary>The point before the first block.</summary>
    public static Point Origin => default;

    /// <summary>Names a block.</summary>
    public bool IsBlock { get; }

    /// <summary>Is the point before the first block.</summary>
    public bool IsOrigin => !IsBlock;

    /// <summary>The block's slot.</summary>
    /// <exception cref="InvalidOperationException">The point is the origin.</exception>
    public Slot Slot => IsBlock ? _slot : throw new InvalidOperationException("the origin has no slot");

    /// <summary>The hash of the block's header.</summary>
    /// <exception cref="InvalidOperationException">The point is the origin.</exception>
    public Hash32 Hash => IsBlock ? _hash : throw new InvalidOperationException("the origin has no hash");

    /// <inheritdoc/>
    public override string ToString() => IsBlock ? $"{_slot}.{_hash}" : "origin";
}
