using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.Storage.LedgerDb;
using PoolTopology.Storage.VolatileDb;

namespace PoolTopology.Storage.ChainDb;

/// <summary>The chain: which blocks there are, which of them are the current chain, and the state at its tip.</summary>
/// <remarks>
/// Invariant: every block of the current chain was validated; a rollback never exceeds k blocks; the chain only ever
/// changes to a strictly better one.
/// Cost: <see cref="AddBlock"/>, <see cref="Durability"/>, <see cref="Flush"/> and Dispose have one owner. Everything
/// else is safe from any thread, never waits for the owner and sees the chain of one moment.
/// Post: an adopted block was on the device before <see cref="AddBlock"/> returned (with
/// <see cref="WriteDurability.EachAdoption"/>), so neither kill -9 nor a power loss takes it back.
/// Spec: ouroboros-consensus report, chapter "Chain Database".
/// </remarks>
public sealed class ChainDatabase : IDisposable
{
    private readonly DatabaseFolder _folder;
    private readonly ImmutableDatabase _immutable;
    private readonly VolatileDatabase _volatile;
    private readonly ChainStores _stores;
    private readonly ChainAdvance _advance;
    private readonly SnapshotKeeper _snapshots;
    private readonly int _followersMax;
    private int _followers;
    private bool _isDisposed;

    private ChainDatabase(
        DatabaseFolder folder, ImmutableDatabase immutable, VolatileDatabase stored, ChainStores stores,
        ChainAdvance advance, SnapshotKeeper snapshots, ChainDbOptions options, OpenReport report)
    {
        _snapshots = snapshots;
        _stores = stores;
        _folder = folder;
        _immutable = immutable;
        _volatile = stored;
        _advance = advance;
        _followersMax = options.FollowersMax;
        Report = report;
    }

    /// <summary>Opens or creates the database: recovers, rebuilds the state, chooses the best chain.</summary>
    /// <exception cref="StorageException">
    /// The database is in use, belongs to another network, or is damaged beyond what opening puts right.
    /// </exception>
    public static ChainDatabase Open(ChainDbOptions options, IFileSystem files, ConsensusConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return Open(options, files, config, ChainState.Genesis(config), LedgerSnapshots.Of(files, config));
    }

    /// <summary>The same over a ledger: its state before the first block comes with <paramref name="genesis"/>.</summary>
    /// <param name="options">How to open it.</param>
    /// <param name="files">Where it is.</param>
    /// <param name="config">The network.</param>
    /// <param name="genesis">The state before the first block.</param>
    /// <param name="snapshots">The snapshots of such states; null to start from genesis each time.</param>
    /// <exception cref="StorageException">As above.</exception>
    public static ChainDatabase Open(
        ChainDbOptions options, IFileSystem files, ConsensusConfig config, ChainState genesis, LedgerSnapshots? snapshots)
    {
        ArgumentNullException.ThrowIfNull(config);
        ulong slotsPerChunk = checked(10 * config.SecurityParameter);
        return Open(
            options, files, new ConsensusRules(config, genesis), new StoredBlockParser(slotsPerChunk, config.Parameters),
            slotsPerChunk, config.NetworkMagic, snapshots);
    }

    internal static ChainDatabase Open(
        ChainDbOptions options, IFileSystem files, IChainRules rules, IBlockParser parser, ulong slotsPerChunk,
        NetworkMagic magic, LedgerSnapshots? snapshots = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(files);
        DatabaseFolder folder = DatabaseFolder.Open(files, magic);
        try
        {
            ImmutableDbOptions immutable = new(
                slotsPerChunk, folder.MustCheckAll ? ImmutableValidation.AllChunks : options.Validation);
            ChainDatabase database = OpenAndRecover(folder, options, files, rules, parser, immutable, snapshots);
            folder.AllChecked();
            return database;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static ChainDatabase OpenAndRecover(
        DatabaseFolder folder, ChainDbOptions options, IFileSystem files, IChainRules rules, IBlockParser parser,
        ImmutableDbOptions immutableOptions, LedgerSnapshots? snapshots)
    {
        ImmutableDatabase? immutable = null;
        VolatileDatabase? stored = null;
        try
        {
            immutable = ImmutableDatabase.Open(files, parser, immutableOptions);
            Tip immutableTip = immutable.Tip;
            stored = VolatileDatabase.Open(files, parser, new VolatileDbOptions(options.VolatileBlocksPerFile));
            files.FlushFolder("");
            SnapshotKeeper keeper = new(options.SnapshotEveryBlocks > 0 ? snapshots : null, options.SnapshotEveryBlocks);
            ChainReplay replay = new(files, immutable, rules);
            ChainState start = keeper.Start(rules.Genesis, immutable.Contains);
            ChainFragment chain = replay.Run(start, options.OnReplay);
            // A long replay shall not be needed twice.
            keeper.Consider(chain.AnchorState);
            ChainStores stores = new(files, immutable, stored);
            ChainAdvance advance = new(stores, rules, keeper, options, chain);
            List<(Point Point, BlockError Error)> refused = advance.ChooseInitialChain();
            OpenReport report = new(
                folder.WasClean, immutableTip, advance.Snapshot.Tip, replay.BlocksApplied, start.Tip, keeper.Skipped,
                immutable.Repairs, stored.Repairs, refused);
            return new ChainDatabase(folder, immutable, stored, stores, advance, keeper, options, report);
        }
        catch (StorageException damaged) when (
            damaged.Fault == StorageFault.Corrupt && immutableOptions.Validation == ImmutableValidation.LastChunk)
        {
            // An older chunk is damaged, found by replay or where its index was made anew: what follows has to be fetched
            // again. Where no block is damaged (genesis files of another network, say), the second look changes nothing
            // and fails as this one.
            stored?.Dispose();
            immutable?.Dispose();
            return OpenAndRecover(
                folder, options, files, rules, parser,
                immutableOptions with { Validation = ImmutableValidation.AllChunks }, snapshots);
        }
        catch
        {
            stored?.Dispose();
            immutable?.Dispose();
            throw;
        }
    }

    /// <summary>What opening found and did.</summary>
    public OpenReport Report { get; }

    /// <summary>The tip of the current chain.</summary>
    public Tip Tip => Snapshot.Tip;

    /// <summary>The block that the chain will never be rolled back beyond.</summary>
    public Tip ImmutableTip => Snapshot.Fragment.AnchorState.Tip;

    /// <summary>The state at the tip.</summary>
    public ChainState State => Snapshot.Fragment.TipState;

    /// <summary>The header at the tip; null while the chain is empty.</summary>
    public BlockHeader? TipHeader => Snapshot.Fragment.TipHeader;

    /// <summary>When adopted blocks must have reached the device. Belongs to the owner.</summary>
    public WriteDurability Durability
    {
        get => _advance.Durability;
        set => _advance.Durability = value;
    }

    internal ChainSnapshot Snapshot => _advance.Snapshot;

    /// <summary>Offers a block: keeps it, and changes to a better chain when it makes one.</summary>
    /// <remarks>
    /// The bytes are not kept; the caller may use them again.
    /// Errors: after a <see cref="StorageException"/> the block was not adopted, or was adopted as a whole and could
    /// not be followed up; either way the database may be used further or opened again.
    /// </remarks>
    /// <param name="storedBytes">CBOR <c>[eraTag, block]</c>.</param>
    /// <exception cref="CborException">The bytes are not a block; nothing was stored.</exception>
    /// <exception cref="StorageException">The disk is full or failed.</exception>
    public AddBlockResult AddBlock(ReadOnlyMemory<byte> storedBytes)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Add(Block.Decode(storedBytes));
    }

    /// <summary>Offers several blocks, as if one after the other.</summary>
    /// <remarks>
    /// Blocks that follow the tip one behind the other are validated, stored and adopted together: the cryptography of
    /// all of them at once, one wait for the device, one change of the chain for readers.
    /// The blocks' bytes are not kept. Errors: as of <see cref="AddBlock"/>, after which some of the blocks were added.
    /// </remarks>
    /// <returns>What became of each.</returns>
    /// <exception cref="StorageException">The disk is full or failed.</exception>
    public IReadOnlyList<AddBlockResult> AddBlocks(IReadOnlyList<Block> blocks)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        ArgumentNullException.ThrowIfNull(blocks);
        List<AddBlockResult> results = new(blocks.Count);
        while (results.Count < blocks.Count)
        {
            int before = results.Count;
            if (before + 1 < blocks.Count)
                _advance.AddBehindTip(blocks, results);
            if (results.Count == before)
                results.Add(Add(blocks[before]));
        }
        return results;
    }

    /// <summary>Waits until every block that was added is on the device. Belongs to the owner.</summary>
    /// <exception cref="StorageException">The device failed.</exception>
    public void Flush() => _stores.Flush();

    /// <summary>Has the next opening check every chunk: something that was read is damaged.</summary>
    /// <remarks>What follows the damage is removed then, and fetched again. Safe from any thread.</remarks>
    /// <exception cref="StorageException">The note cannot be written.</exception>
    public void RequireFullCheck() => _folder.RequireFullCheck();

    /// <summary>Reads a block, on or off the current chain; null when it is not here.</summary>
    /// <exception cref="StorageException">The block cannot be read.</exception>
    public ReadOnlyMemory<byte>? TryReadBlock(Point point)
    {
        if (point.IsOrigin)
            return null;
        // Blocks move from the VolatileDB to the ImmutableDB and are there before they are gone here.
        if (_volatile.TryRead(point.Hash) is byte[] bytes)
            return bytes;
        return _immutable.TryRead(point)?.Bytes;
    }

    /// <summary>The block is on the current chain. The origin always is.</summary>
    public bool IsOnChain(Point point) => IsOn(Snapshot, point);

    /// <summary>The block is kept here, on the current chain or beside it.</summary>
    public bool IsStored(Point point) => IsOnChain(point) || _volatile.Find(point.Hash) is not null;

    /// <summary>The first of the points that is on the current chain; null when none is.</summary>
    public Point? FindIntersection(IReadOnlyList<Point> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        ChainSnapshot current = Snapshot;
        foreach (Point point in points)
        {
            if (IsOn(current, point))
                return point;
        }
        return null;
    }

    /// <summary>The header state at the tip, at one of the k blocks before it, or at the immutable tip.</summary>
    /// <remarks>A candidate chain is validated from where it leaves ours. Null for a point out of reach.</remarks>
    public HeaderState? HeaderStateAt(Point point) => Snapshot.Fragment.StateAt(point)?.HeaderState;

    /// <summary>Points of the current chain for finding an intersection: the tip, then ever older ones, then origin.</summary>
    /// <remarks>Distances 0, 1, 2, 4, … blocks from the tip within the last k, then the immutable tip.</remarks>
    public IReadOnlyList<Point> RecentPoints()
    {
        ChainFragment chain = Snapshot.Fragment;
        List<Point> points = [];
        for (int back = 0; back < chain.Count; back = back == 0 ? 1 : 2 * back)
            points.Add(chain[chain.Count - 1 - back].Point);
        if (chain.Anchor.IsBlock)
            points.Add(chain.Anchor);
        points.Add(Point.Origin);
        return points;
    }

    /// <summary>The blocks of the current chain from one point to another, both included, as raw bytes.</summary>
    /// <remarks>
    /// The range is that of the chain at the moment of the call. Cost: reads as the caller goes on, about 80 kB ahead.
    /// Each block's bytes are valid until the next block is asked for.
    /// Errors: enumeration throws <see cref="StorageException"/> (Missing) when a block of the range was rolled back
    /// and collected in the meantime.
    /// </remarks>
    /// <returns>Null when a point is not a block of the chain, or <paramref name="from"/> lies behind the other.</returns>
    public IEnumerable<ReadOnlyMemory<byte>>? TryStreamRange(Point from, Point through)
    {
        ChainSnapshot current = Snapshot;
        if (from.IsOrigin || through.IsOrigin || from.Slot > through.Slot)
            return null;
        return IsOn(current, from) && IsOn(current, through) ? ChainRange.Read(this, _immutable, current, from, through)
            : null;
    }

    /// <summary>A follower that starts at a point of the current chain; null when the point is not on it.</summary>
    /// <exception cref="InvalidOperationException">As many followers are open as the options allow.</exception>
    public ChainFollower? TryFollow(Point start)
    {
        ChainSnapshot current = Snapshot;
        if (!IsOn(current, start))
            return null;
        if (Interlocked.Increment(ref _followers) > _followersMax)
        {
            Interlocked.Decrement(ref _followers);
            throw new InvalidOperationException($"{_followersMax} followers are open already");
        }
        return new ChainFollower(this, _immutable.OpenHeaders(), current, start);
    }

    /// <summary>Waits until the tip is another than the given one.</summary>
    public async Task<Tip> WaitForTipChangeAsync(Tip known, CancellationToken cancellationToken)
    {
        while (true)
        {
            ChainSnapshot current = Snapshot;
            if (current.Tip != known)
                return current.Tip;
            await current.WaitUntilSupersededAsync(cancellationToken);
        }
    }

    /// <summary>Flushes, marks the shutdown as clean and gives the database free.</summary>
    /// <remarks>Readers and followers must have ended. A database that a failure closed is not marked as clean.</remarks>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        try
        {
            if (_stores.TryFlushForShutdown())
            {
                _folder.MarkClean();
                _snapshots.ConsiderAtShutdown(Snapshot.Fragment.AnchorState);
            }
        }
        finally
        {
            _volatile.Dispose();
            _immutable.Dispose();
            _folder.Dispose();
        }
    }

    private AddBlockResult Add(Block block) =>
        IsOnChain(block.Point) ? new AddBlockResult.AlreadyHave() : _advance.Add(block);

    internal bool IsOn(ChainSnapshot chain, Point point)
    {
        if (point.IsOrigin || chain.Fragment.CountThrough(point) >= 0)
            return true;
        Tip anchor = chain.Fragment.AnchorState.Tip;
        return !anchor.IsGenesis && point.Slot <= anchor.Point.Slot && _immutable.Contains(point);
    }

    /// <summary>The header of the block behind a point of the given chain; null at its tip.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="point">The point.</param>
    /// <param name="immutable">The caller's own reader for what is immutable.</param>
    internal static StoredHeader? HeaderAfter(ChainSnapshot chain, Point point, ImmutableHeaderReader immutable)
    {
        ChainFragment fragment = chain.Fragment;
        int next = fragment.CountThrough(point);
        if (next < 0)
            return immutable.TryReadAfter(point);
        immutable.Forget();
        if (next == fragment.Count)
            return null;
        ChainEntry entry = fragment[next];
        BlockHeader header = entry.Header;
        return new StoredHeader(
            header.Point, (byte)EraTable.BlockTag(header.Era), header.Bytes, entry.BlockSizeBytes);
    }

    internal void ReleaseFollower()
    {
        int left = Interlocked.Decrement(ref _followers);
        Invariant.Require(left >= 0, "a follower is released once");
    }
}
