using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;

namespace PoolTopology.Storage.ChainDb;

/// <summary>Rebuilds the state at the immutable tip.</summary>
internal sealed class ChainReplay(IFileSystem files, ImmutableDatabase immutable, IChainRules rules)
{
    private const int ProgressEveryBlocks = 1000;

    /// <summary>How many blocks were applied.</summary>
    public long BlocksApplied { get; private set; }

    /// <summary>Applies every immutable block behind the state's tip, without checking signatures again.</summary>
    /// <returns>The chain that ends at the immutable tip.</returns>
    /// <exception cref="StorageException">The blocks do not follow from the state: wrong genesis files, or damage.</exception>
    public ChainFragment Run(ChainState from, Action<ReplayProgress>? onProgress)
    {
        Tip target = immutable.Tip;
        ChainState state = from;
        BlockHeader? header = null;
        IEnumerable<ImmutableBlock> blocks = immutable.TryStreamAfter(from.Tip.Point)
            ?? throw Refused($"there is no block {from.Tip.Point} to start from");
        foreach (ImmutableBlock stored in blocks)
        {
            Block block = Decode(stored);
            if (block.Point != stored.Point || !stored.Header.Span.SequenceEqual(block.Header.Bytes.Span))
                throw Refused($"the index says of block {block.Point} that it is {stored.Point}");
            (ChainState? next, BlockError? error) = rules.Reapply(state, block);
            if (next is null)
                throw Refused($"block {stored.Point} does not follow from the chain before it: {error}");
            (state, header) = (next, block.Header);
            if (++BlocksApplied % ProgressEveryBlocks == 0)
                onProgress?.Invoke(new ReplayProgress(ReplayPhase.Immutable, state.Tip, target, BlocksApplied));
        }
        onProgress?.Invoke(new ReplayProgress(ReplayPhase.Immutable, state.Tip, target, BlocksApplied));
        // A header of its own: the one that was read keeps a whole window of blocks in memory.
        BlockHeader? anchor = header is null ? HeaderOf(state.Tip) : BlockHeader.Decode(header.Era, header.Bytes.ToArray());
        return ChainFragment.At(state, anchor);
    }

    /// <summary>The header that replay starts behind; null for genesis.</summary>
    private BlockHeader? HeaderOf(Tip tip)
    {
        if (tip.IsGenesis)
            return null;
        StoredHeader stored = immutable.TryReadHeader(tip.Point)
            ?? throw Refused($"there is no block {tip.Point} to start from");
        Era era = EraTable.FromBlockTag(stored.EraTag) ?? throw Refused($"block {tip.Point} is of no known era");
        return BlockHeader.Decode(era, stored.Bytes.ToArray());
    }

    private Block Decode(ImmutableBlock stored)
    {
        try
        {
            return Block.Decode(stored.Bytes);
        }
        catch (CborException e)
        {
            throw Refused($"block {stored.Point} cannot be read {e.Message}");
        }
    }

    private StorageException Refused(string what) => StorageException.Corrupt(
        files.Describe(ChunkFiles.Folder), null, what,
        "Check that the genesis files are those of this database; otherwise start with validation of all chunks");
}
