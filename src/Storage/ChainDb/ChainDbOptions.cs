using PoolTopology.Storage.ImmutableDb;

namespace PoolTopology.Storage.ChainDb;

/// <summary>How to open and bound a ChainDB.</summary>
public sealed record ChainDbOptions
{
    /// <summary>How much of the ImmutableDB opening checks.</summary>
    public ImmutableValidation Validation { get; init; } = ImmutableValidation.LastChunk;

    /// <summary>When blocks must have reached the device; may be changed later.</summary>
    public WriteDurability Durability { get; init; } = WriteDurability.EachAdoption;

    /// <summary>How many blocks a file of the VolatileDB takes.</summary>
    public int VolatileBlocksPerFile { get; init; } = 1000;

    /// <summary>How many blocks off the chain are kept; a further one that would not be adopted is turned away.</summary>
    public int OffChainBlocksMax { get; init; } = 20_000;

    /// <summary>How many invalid blocks are remembered; the oldest is forgotten, and would be validated again.</summary>
    public int InvalidBlocksMax { get; init; } = 1000;

    /// <summary>How many followers may be open; a further one is refused.</summary>
    public int FollowersMax { get; init; } = 1000;

    /// <summary>
    /// After how many immutable blocks the ledger is written to disk again; 0 to start from genesis each time.
    /// </summary>
    /// <remarks>A restart replays at most as many. Cost: the owner writes, and waits for the device.</remarks>
    public int SnapshotEveryBlocks { get; init; } = 20_000;

    /// <summary>Who does the cryptography of blocks; by default one block after the other on the owner's thread.</summary>
    public IBlockProver Prover { get; init; } = new PlainProver();

    /// <summary>Is told how opening goes on, about every thousand blocks and at the end of each phase.</summary>
    public Action<ReplayProgress>? OnReplay { get; init; }
}
