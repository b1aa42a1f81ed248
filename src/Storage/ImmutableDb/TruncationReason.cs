namespace PoolTopology.Storage.ImmutableDb;

/// <summary>Why a chunk ends before its file did.</summary>
public enum TruncationReason
{
    /// <summary>The bytes are not a whole block: a write that a crash interrupted, or stray bytes.</summary>
    NotABlock,

    /// <summary>The block's previous hash is not the hash of the block before it.</summary>
    DoesNotLink,

    /// <summary>The block's slot lies outside the chunk or not behind the block before it.</summary>
    SlotOutOfOrder,

    /// <summary>The block does not match its checksum and does not prove itself.</summary>
    Damaged,
}
