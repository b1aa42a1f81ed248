using PoolTopology.Ledger.Types;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.Storage.VolatileDb;

namespace PoolTopology.Storage.ChainDb;

/// <summary>The two databases as the chain's owner writes them: blocks come in volatile and become immutable.</summary>
/// <remarks>One owner. Remembers a failure after which nothing may be called durable.</remarks>
internal sealed class ChainStores(IFileSystem files, ImmutableDatabase immutable, VolatileDatabase recent)
{
    private bool _hasFailed;

    /// <summary>Blocks that are not immutable yet.</summary>
    public VolatileDatabase Volatile => recent;

    /// <summary>Writes a block.</summary>
    /// <exception cref="StorageException">The disk is full or failed; the block is not stored.</exception>
    public void Put(BlockSummary summary, ReadOnlySpan<byte> block) => recent.Put(summary, block);

    /// <summary>Reads a block of a candidate chain.</summary>
    /// <exception cref="StorageException">Another block stands in its place.</exception>
    public Block Read(Hash32 hash)
    {
        byte[]? bytes = recent.TryRead(hash);
        Invariant.Require(bytes is not null, "a block of a candidate is stored");
        Block block = Block.Decode(bytes);
        if (block.Header.Hash != hash)
            throw Damaged(block.Point, $"block {hash} was stored in its place");
        return block;
    }

    /// <summary>Writes blocks that no rollback reaches any more to the ImmutableDB.</summary>
    /// <returns>How many have become immutable: all, or those before the failure.</returns>
    /// <param name="entries">The blocks behind the immutable tip, oldest first.</param>
    /// <param name="failure">Why there are no more: the disk is full or failed, or stored bytes have changed.</param>
    public int CopyToImmutable(ReadOnlySpan<ChainEntry> entries, out StorageException? failure)
    {
        int copied = 0;
        failure = null;
        try
        {
            while (copied < entries.Length)
            {
                ReadOnlySpan<ChainEntry> some = entries.Slice(copied, Math.Min(CopiedTogetherMax, entries.Length - copied));
                immutable.AppendRun(ReadAll(some));
                copied += some.Length;
            }
        }
        catch (StorageException e)
        {
            failure = e;
            // Of the blocks that were written together, those of an earlier chunk may be there.
            while (copied < entries.Length && immutable.Contains(entries[copied].Point))
                copied++;
        }
        return copied;
    }

    /// <summary>Deletes volatile files of which every block is immutable or too old.</summary>
    public void CollectGarbage()
    {
        Slot through = immutable.Tip.Point.Slot;
        if (!recent.HasGarbage(through))
            return;
        // The ImmutableDB first: until it has them on the device, the volatile files are the only durable copy.
        Decisive(immutable.Flush);
        recent.CollectGarbage(through);
    }

    /// <summary>Waits until every stored block is on the device.</summary>
    public void Flush() => Decisive(recent.Flush);

    /// <summary>Flushes everything before the databases are closed; false when an earlier failure forbids it.</summary>
    public bool TryFlushForShutdown()
    {
        if (_hasFailed)
            return false;
        Flush();
        Decisive(immutable.Flush);
        return true;
    }

    // Bound of the memory for a copy: a few hundred blocks of the greatest size are not read at once.
    private const int CopiedTogetherMax = 32;

    private ChunkBlock[] ReadAll(ReadOnlySpan<ChainEntry> entries)
    {
        ChunkBlock[] blocks = new ChunkBlock[entries.Length];
        for (int i = 0; i < blocks.Length; i++)
        {
            ChainEntry entry = entries[i];
            BlockSummary? summary = recent.Find(entry.Header.Hash);
            byte[]? bytes = recent.TryReadNext(entry.Header.Hash);
            Invariant.Require(summary is not null && bytes is not null, "a block is stored until it is immutable");
            if (Crc32.Of(bytes) != entry.Crc)
                throw Damaged(entry.Point, "its bytes are not those that were validated");
            blocks[i] = new ChunkBlock(summary, bytes);
        }
        return blocks;
    }

    private void Decisive(Action flush)
    {
        try
        {
            flush();
        }
        catch (StorageException)
        {
            _hasFailed = true;
            throw;
        }
    }

    private StorageException Damaged(Point point, string what) => StorageException.Corrupt(
        files.Describe(BlockFile.Folder), null, $"block {point}: {what}",
        "Restart the node: it leaves out what is damaged and fetches it again");
}
