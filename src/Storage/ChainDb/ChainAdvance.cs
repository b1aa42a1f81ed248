using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Blocks;
using PoolTopology.Storage.Files;
using PoolTopology.Storage.VolatileDb;

namespace PoolTopology.Storage.ChainDb;

/// <summary>Takes blocks in, chooses the chain, and moves what is older than k blocks to the ImmutableDB.</summary>
/// <remarks>One owner. Readers see <see cref="Snapshot"/> only, which is replaced as a whole.</remarks>
internal sealed class ChainAdvance
{
    private readonly ChainStores _stores;
    private readonly VolatileDatabase _stored;
    private readonly IChainRules _rules;
    private readonly IBlockProver _prover;
    private readonly InvalidBlocks _invalid;
    private readonly CandidateSearch _search;
    private readonly SnapshotKeeper _snapshots;
    private readonly int _offChainBlocksMax;
    private readonly Action<ReplayProgress>? _onReplay;
    private volatile ChainSnapshot _snapshot;
    private WriteDurability _durability;

    public ChainAdvance(
        ChainStores stores, IChainRules rules, SnapshotKeeper snapshots, ChainDbOptions options, ChainFragment chain)
    {
        _snapshots = snapshots;
        _stores = stores;
        _stored = stores.Volatile;
        _rules = rules;
        _prover = options.Prover;
        _invalid = new InvalidBlocks(options.InvalidBlocksMax);
        _search = new CandidateSearch(_stored, _invalid);
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
                _stores.Flush();
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
            Adopt(best.KeptCount, entries!); // Either entries or a refusal.
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

        BlockSummary summary = BlockSummary.Of(block);
        Dictionary<Hash32, ChainEntry> validated = [];
        int kept = CandidateSearch.KeptCountBefore(summary, Chain);
        bool isPreferred = kept >= 0 && IsWithinReach(kept) && _rules.Prefers(Chain.TipHeader, header);
        if (isPreferred)
        {
            // Validated before it is written, so that an invalid block costs no disk.
            ChainState parent = kept == 0 ? Chain.AnchorState : Chain[kept - 1].State;
            (ChainState? next, BlockError? error) = ApplyInFull(parent, block);
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
        _stores.Put(summary, block.StoredBytes.Span);
        return ChooseChain(summary, header, validated);
    }

    /// <summary>Takes in blocks that follow the tip one behind the other, as far as they do.</summary>
    /// <remarks>
    /// The state rules go through them in order, their cryptography is done together, and the chain changes once.
    /// Post: the blocks without a result were not looked at.
    /// </remarks>
    /// <param name="blocks">The blocks in the order in which they came.</param>
    /// <param name="results">What became of them; this adds to it.</param>
    public void AddBehindTip(IReadOnlyList<Block> blocks, List<AddBlockResult> results)
    {
        int first = results.Count;
        TipRun run = TipRun.Of(Chain.TipState, blocks, first, _rules, _prover, IsPlain);
        Block? refused = run.Refused is null ? null : blocks[first + run.Blocks.Count];
        if (refused is not null)
            _invalid.Add(refused.Header.Hash, run.Refused!, refused.Point); // The reason is there with the block.
        Tip tip = Chain.TipState.Tip;
        int stored = Put(run.Blocks, out StorageException? failure);
        List<ChainEntry> entries = run.Entries[..stored];
        if (stored > 0)
            Adopt(Chain.Count, entries);
        foreach (ChainEntry entry in entries)
        {
            results.Add(new AddBlockResult.Adopted(tip, entry.State.Tip, [], [entry.Header]));
            tip = entry.State.Tip;
        }
        if (failure is not null)
            throw failure;
        if (refused is not null)
            results.Add(new AddBlockResult.Refused(run.Refused!, refused.Point));
    }

    private bool IsPlain(Block block) =>
        _stored.Find(block.Header.Hash) is null
        && !_invalid.Contains(block.Header.Hash)
        && _stored.SuccessorsOf(block.Header.Hash).Count == 0;

    private int Put(List<Block> blocks, out StorageException? failure)
    {
        failure = null;
        int stored = 0;
        try
        {
            for (; stored < blocks.Count; stored++)
                _stores.Put(BlockSummary.Of(blocks[stored]), blocks[stored].StoredBytes.Span);
        }
        catch (StorageException e)
        {
            failure = e;
        }
        return stored;
    }

    private (ChainState? Next, BlockError? Error) ApplyInFull(ChainState state, Block block)
    {
        (ChainState? next, BlockObligations? owed, BlockError? error) = _rules.ApplyUnproven(state, block);
        if (next is null)
            return (null, error);
        return _prover.FindUnproven([owed!]) is (_, BlockError unproven) ? (null, unproven) : (next, null);
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
                return Adopt(best.KeptCount, entries!); // Either entries or a refusal.
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
            BlockHeader tip = known?.Hash == hash ? known : _stores.Read(hash).Header;
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
                Block block = _stores.Read(hash);
                (ChainState? next, BlockError? error) = ApplyInFull(state, block);
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
    /// <param name="keptCount">How many blocks of the current fragment stay.</param>
    /// <param name="entries">The blocks that follow them.</param>
    private AddBlockResult.Adopted Adopt(int keptCount, List<ChainEntry> entries)
    {
        if (_durability == WriteDurability.EachAdoption)
            _stores.Flush();
        ChainFragment old = Chain;
        List<Point> rolledBack = [];
        for (int i = keptCount; i < old.Count; i++)
            rolledBack.Add(old[i].Point);
        ChainFragment chain = old.Switch(keptCount, entries);
        ChainEntry[] leaving = new ChainEntry[Math.Max(0, chain.Count - _rules.SecurityParameter)];
        for (int i = 0; i < leaving.Length; i++)
            leaving[i] = chain[i];
        int moved = _stores.CopyToImmutable(leaving, out StorageException? failure);
        // Whatever the ImmutableDB could take: the chain itself has changed.
        Publish(chain.MoveAnchor(moved));
        if (failure is not null)
            throw failure;
        if (moved > 0)
        {
            _stores.CollectGarbage();
            _snapshots.Consider(Chain.AnchorState);
        }
        return new AddBlockResult.Adopted(
            old.TipState.Tip, chain.TipState.Tip, rolledBack, entries.ConvertAll(entry => entry.Header));
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

    private const int ProgressEveryBlocks = 100;

    private sealed record Refusal(Point Point, int Number, BlockError Error);
}
