namespace PoolTopology.Storage.Inspection;

/// <summary>What stands at a place of an index file.</summary>
public enum IndexPart
{
    /// <summary>The primary index: its version byte.</summary>
    Version,

    /// <summary>The primary index: where the secondary index goes on for a slot.</summary>
    SlotOffset,

    /// <summary>The secondary index: where a block starts in its chunk.</summary>
    BlockOffset,

    /// <summary>The secondary index: where the header starts in its block.</summary>
    HeaderOffset,

    /// <summary>The secondary index: the header's size.</summary>
    HeaderSize,

    /// <summary>The secondary index: the block's CRC-32.</summary>
    Checksum,

    /// <summary>The secondary index: the header's hash.</summary>
    HeaderHash,

    /// <summary>The secondary index: the block's slot, or the epoch of a boundary block.</summary>
    Slot,

    /// <summary>Either index: bytes behind what the chunk's blocks call for.</summary>
    End,
}
