using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.VolatileDb;

/// <summary>Something that opening the VolatileDB put right or left out, for the operator's log.</summary>
public abstract record VolatileRepair
{
    private VolatileRepair()
    {
    }

    /// <summary>A file was cut after its last whole block: a write that a crash interrupted.</summary>
    public sealed record FileTruncated(string File, long FromBytes, long ToBytes) : VolatileRepair;

    /// <summary>A block in the middle of a file does not prove itself and is left out.</summary>
    public sealed record BlockSkipped(string File, long OffsetBytes, Point Point) : VolatileRepair;
}
