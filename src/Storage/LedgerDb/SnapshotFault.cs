namespace PoolTopology.Storage.LedgerDb;

/// <summary>Why a snapshot is not used.</summary>
public enum SnapshotFault
{
    /// <summary>It was not written to its end.</summary>
    Incomplete,

    /// <summary>Its description is not one.</summary>
    MalformedMeta,

    /// <summary>Another program wrote it.</summary>
    OtherProgram,

    /// <summary>It is in the form of another version of this program.</summary>
    OtherFormat,

    /// <summary>It is of another network, or of other genesis files.</summary>
    OtherNetwork,

    /// <summary>The state's bytes are not those that were written.</summary>
    Damaged,

    /// <summary>The state is not that of the block which folder and description name.</summary>
    OtherBlock,

    /// <summary>Its block is not in the database: it lies ahead, or on a chain that was given up.</summary>
    NotOnChain,
}
