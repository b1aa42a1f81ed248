using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.ImmutableDb;
using PoolTopology.Storage.VolatileDb;

namespace PoolTopology.Storage.ChainDb;

/// <summary>Takes blocks in, chooses the chain, and moves what is older than k blocks to the ImmutableDB.</summary>
/// <remarks>One owner. Readers see <see cref="Snapshot"/> only, which is replaced as a whole.</remarks>
internal sealed class ChainAdvance
{
    private readonly IFileSystem _files;
    private readonly ImmutableDatabase _immutable;
    private readonly VolatileDatabase _stored;
    private readonly IChainRules _rules;
    private readonly IBlockParser _parser;
    private readonly InvalidBlocks _invalid;
    private readonly CandidateSearch _search;
    private readonly int _offChainBlocksMax;
    private readonly Action<ReplayProgress>? _onReplay;
    private volatile ChainSnapshot _snapshot;
    private WriteDurability _durability;
    private bool _hasFailed;

    public ChainAdvance(
        IFileSystem files, ImmutableDatabase immutable, VolatileDatabase stored, IChainRules rules,
        IBlockParser parser, ChainDbOptions options, ChainFragment chain)
    {
        _files = files;
        _immutable = immutable;
        _stored = stored;
        _rules = rules;
        _parser = parser;
        _invalid = new InvalidBlocks(options.InvalidBlocksMax);
        _search = new CandidateSearch(stored, _invalid);
        _offChainBlocksMax = options.OffChainBlocksMax;
        _onReplay = options.OnReplay;
        _durability = options.Durability;
        _snapshot = new ChainSnapshot(chain);
    }

    /// <summary>The current chain.</summary>
    public ChainSnapshot Snapshot => _snapshot;

    /// <summary>When adopted blocks must have reached the device.</summary>
    public WriteDurability Durability
    {
        get => _durability;
        set
        {
            if (value == WriteDurability.EachAdoption && _durability != value)
                Flush();
            _durability = value;
        }
    }

    private ChainFragment Chain => _snapshot.Fragment;

    /// <summary>Chooses the best chain among the stored blocks, validating them in full.</summary>
    /// <returns>The blocks that turned out to be invalid.</returns>
    public List<(Point Point, BlockError Error)> ChooseInitialChain()
    {
        List<(Point Point, BlockError Error)> refused = [];
        while (BestOf(_search.BehindTip(Chain), null) is CandidateChain best)
        {
            (List<ChainEntry>? entries, Refusal? refusal) = Validate(best, [], ReportProgress);
            if (refusal is not null)
            {
                // Not remembered as invalid: the block may be sound and its copy damaged where no hash covers it.
                // Should it be offered again, it is validated again.
                _stored.Forget(refusal.Point.Hash);
                refused.Add((refusal.Point, refusal.Error));
                continue;
            }
            Adopt(best, entries!); // Either entries or a refusal.
        }
        return refused;

        void ReportProgress(Tip reached, long applied, Tip target) =>
            _onReplay?.Invoke(new ReplayProgress(ReplayPhase.Volatile, reached, target, applied));
    }

    /// <summary>Takes in a block that is not on the chain.</summary>
    public AddBlockResult Add(Block block)
    {
        Tip anchor = Chain.AnchorState.Tip;
        BlockHeader header = block.Header;
        if (!anchor.IsGenesis && (header.BlockNo <= anchor.BlockNo || header.Slot <= anchor.Point.Slot))
            return new AddBlockResult.TooOld(anchor);
        if (_stored.Find(header.Hash) is not null)
            return _invalid.TryGet(header.Hash, out BlockError? known, out Point by)
                ? new AddBlockResult.Refused(known, by)
                : new AddBlockResult.AlreadyHave();
        if (FindInvalidAncestry(header) is AddBlockResult.Refused refused)
            return refused;

        BlockSummary summary = _parser.Parse(block.StoredBytes.Span);
        Dictionary<Hash32, ChainEntry> validated = [];
        int kept = CandidateSearch.KeptCountBefore(summary, Chain);
        bool isPreferred = kept >= 0 && IsWithinReach(kept) && _rules.Prefers(Chain.TipHeader, header);
        if (isPreferred)
        {
            // Validated before it is written, so that an invalid block costs no disk.
            ChainState parent = kept == 0 ? Chain.AnchorState : Chain[kept - 1].State;
            (ChainState? next, BlockError? error) = _rules.Apply(parent, block, ApplyMode.Full);
            if (next is null)
            {
                _invalid.Add(header.Hash, error!, header.Point); // Exactly one of the two is null.
                return new AddBlockResult.Refused(error!, header.Point);
            }
            validated[header.Hash] = ChainEntry.Of(block, next);
        }
        else if (_stored.Count - Chain.Count >= _offChainBlocksMax)
        {
            return new AddBlockResult.NoRoom(_stored.Count - Chain.Count);
        }
        Guarded(() => _stored.Put(summary, block.StoredBytes.Span), isRecoverable: true);
        return ChooseChain(summary, header, validated);
    }

    /// <summary>Waits until every stored block is on the device.</summary>
    public void Flush() => Guarded(_stored.Flush, isRecoverable: false);

    /// <summary>Flushes everything before the database is closed; false when an earlier failure forbids it.</summary>
    public bool TryFlushForShutdown()
    {
        if (_hasFailed)
            return false;
        Flush();
        Guarded(_immutable.Flush, isRecoverable: false);
        return true;
    }

    private AddBlockResult ChooseChain(
        BlockSummary added, BlockHeader header, Dictionary<Hash32, ChainEntry> validated)
    {
        while (true)
        {
            List<CandidateChain> candidates = _search.Through(added, Chain);
            candidates.RemoveAll(candidate => !IsWithinReach(candidate.KeptCount));
            if (BestOf(candidates, header) is not CandidateChain best)
            {
                if (_invalid.TryGet(added.Hash, out BlockError? error, out Point culprit))
                    return new AddBlockResult.Refused(error, culprit);
                return new AddBlockResult.Stored(
                    candidates.Count > 0 ? StoredReason.NotPreferred : ReasonOffChain(added));
            }
            (List<ChainEntry>? entries, Refusal? refusal) = Validate(best, validated, null);
            if (refusal is null)
                return Adopt(best, entries!); // Either entries or a refusal.
            MarkInvalid(best, refusal);
        }
    }

    private StoredReason ReasonOffChain(BlockSummary added)
    {
        // A path without a gap leads to a block that lies deeper than a rollback reaches, or on another chain's branch.
        BlockSummary? at = added;
        for (int steps = 0; at is not null && steps <= _stored.Count; steps++)
        {
            if (CandidateSearch.KeptCountBefore(at, Chain) >= 0)
                return StoredReason.NotPreferred;
            at = at.PrevHash is Hash32 previous ? _stored.Find(previous) : null;
        }
        return StoredReason.ParentMissing;
    }

    private bool IsWithinReach(int keptCount) => Chain.Count - keptCount <= _rules.SecurityParameter;

    /// <summary>The best candidate that is better than the current chain; null when none is.</summary>
    /// <param name="candidates">The candidates; compared one by one, for the order is not transitive.</param>
    /// <param name="known">A header that need not be read again.</param>
    private CandidateChain? BestOf(List<CandidateChain> candidates, BlockHeader? known)
    {
        CandidateChain? best = null;
        BlockHeader? bestTip = Chain.TipHeader;
        foreach (CandidateChain candidate in candidates)
        {
            Hash32 hash = candidate.Hashes[^1];
            if (bestTip is not null && _stored.Find(hash) is { } summary && summary.BlockNo < bestTip.BlockNo)
                continue;
            BlockHeader tip = known?.Hash == hash ? known : Read(hash).Header;
            if (_rules.Prefers(bestTip, tip))
                (best, bestTip) = (candidate, tip);
        }
        return best;
    }

    /// <summary>Applies a candidate's blocks in full, up to the first invalid one.</summary>
    private (List<ChainEntry>? Entries, Refusal? Refusal) Validate(
        CandidateChain candidate, Dictionary<Hash32, ChainEntry> validated, Action<Tip, long, Tip>? onProgress)
    {
        ChainState state = candidate.KeptCount == 0 ? Chain.AnchorState : Chain[candidate.KeptCount - 1].State;
        List<ChainEntry> entries = new(candidate.Hashes.Count);
        Tip target = onProgress is null ? Tip.Genesis : _stored.Find(candidate.Hashes[^1])!.Tip; // A stored block.
        foreach (Hash32 hash in candidate.Hashes)
        {
            if (!validated.TryGetValue(hash, out ChainEntry? entry))
            {
                Block block = Read(hash);
                (ChainState? next, BlockError? error) = _rules.Apply(state, block, ApplyMode.Full);
                if (next is null)
                    return (null, new Refusal(block.Point, entries.Count, error!)); // Exactly one of the two is null.
                entry = ChainEntry.Of(block, next);
                validated[hash] = entry;
            }
            entries.Add(entry);
            state = entry.State;
            if (entries.Count % ProgressEveryBlocks == 0 || entries.Count == candidate.Hashes.Count)
                onProgress?.Invoke(state.Tip, entries.Count, target);
        }
        return (entries, null);
    }

    /// <summary>Makes a validated candidate the current chain.</summary>
    private AddBlockResult.Adopted Adopt(CandidateChain candidate, List<ChainEntry> entries)
    {
        if (_durability == WriteDurability.EachAdoption)
            Flush();
        ChainFragment old = Chain;
        List<Point> rolledBack = [];
        for (int i = candidate.KeptCount; i < old.Count; i++)
            rolledBack.Add(old[i].Point);
        ChainFragment chain = old.Switch(candidate.KeptCount, entries);
        int moved = 0;
        try
        {
            for (; chain.Count - moved > _rules.SecurityParameter; moved++)
                CopyToImmutable(chain[moved]);
        }
        finally
        {
            // Whatever the ImmutableDB could take: the chain itself has changed.
            Publish(chain.MoveAnchor(moved));
        }
        if (moved > 0)
            CollectGarbage();
        return new AddBlockResult.Adopted(
            old.TipState.Tip, chain.TipState.Tip, rolledBack, entries.ConvertAll(entry => entry.Header));
    }

    private void CopyToImmutable(ChainEntry entry)
    {
        BlockSummary? summary = _stored.Find(entry.Header.Hash);
        byte[]? bytes = _stored.TryRead(entry.Header.Hash);
        Invariant.Require(summary is not null && bytes is not null, "a block is stored until it is immutable");
        if (Crc32.Of(bytes) != entry.Crc)
            throw Damaged(entry.Point, "its bytes are not those that were validated");
        Guarded(() => _immutable.Append(summary, bytes), isRecoverable: true);
    }

    private void CollectGarbage()
    {
        Slot through = _immutable.Tip.Point.Slot;
        if (!_stored.HasGarbage(through))
            return;
        // The ImmutableDB first: until it has them on the device, the volatile files are the only durable copy.
        Guarded(_immutable.Flush, isRecoverable: false);
        Guarded(() => _stored.CollectGarbage(through), isRecoverable: true);
    }

    private void Publish(ChainFragment chain)
    {
        ChainSnapshot before = _snapshot;
        _snapshot = new ChainSnapshot(chain);
        before.Supersede();
    }

    private void MarkInvalid(CandidateChain candidate, Refusal refusal)
    {
        // What builds on an invalid block is as invalid, for the same reason.
        for (int i = refusal.Number; i < candidate.Hashes.Count; i++)
            _invalid.Add(candidate.Hashes[i], refusal.Error, refusal.Point);
    }

    private AddBlockResult.Refused? FindInvalidAncestry(BlockHeader header)
    {
        if (_invalid.TryGet(header.Hash, out BlockError? error, out Point culprit))
            return new AddBlockResult.Refused(error, culprit);
        if (header.PrevHash is not Hash32 previous || !_invalid.TryGet(previous, out error, out culprit))
            return null;
        _invalid.Add(header.Hash, error, culprit);
        return new AddBlockResult.Refused(error, culprit);
    }

    private Block Read(Hash32 hash)
    {
        byte[]? bytes = _stored.TryRead(hash);
        Invariant.Require(bytes is not null, "a block of a candidate is stored");
        Block block = Block.Decode(bytes);
        if (block.Header.Hash != hash)
            throw Damaged(block.Point, $"block {hash} was stored in its place");
        return block;
    }

    private StorageException Damaged(Point point, string what) => StorageException.Corrupt(
        _files.Describe(BlockFile.Folder), null, $"block {point}: {what}",
        "Restart the node: it leaves out what is damaged and fetches it again");

    private void Guarded(Action write, bool isRecoverable)
    {
        try
        {
            write();
        }
        catch (StorageException)
        {
            _hasFailed |= !isRecoverable;
            throw;
        }
    }

    private const int ProgressEveryBlocks = 100;

    private sealed record Refusal(Point Point, int Number, BlockError Error);
}
