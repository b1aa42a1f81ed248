using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Inspection;

namespace PoolTopology.Node.Verification;

/// <summary>The rules of state over the whole chain, window by window, in order.</summary>
/// <remarks>
/// One owner at a time. What is owed for the blocks comes out in batches; a block counts as valid once its batch and all
/// before it hold.
/// </remarks>
internal sealed class StateStage
{
    private const int BatchSize = 256;

    private readonly BlockRules _rules;
    private readonly SlotClock _clock;
    private readonly IEpochObserver _observer;
    private readonly Slot? _until;
    private readonly List<(long Index, EpochSummary Summary)> _epochs = [];
    private readonly List<(long Index, StorageFinding Finding)> _findings = [];
    private ChainState _state;
    private EpochNo? _epoch;
    private VerificationCounts _counts;
    private ProofBatch _batch = new();

    public StateStage(ConsensusConfig config, ChainState start, IEpochObserver observer, Slot? until)
    {
        _rules = new BlockRules(config);
        _clock = config.Clock;
        _observer = observer;
        _until = until;
        _state = start;
        if (start.Tip.IsGenesis)
            return;
        _epoch = _clock.EpochOf(start.Tip.Point.Slot);
    }

    /// <summary>What was counted so far; proofs and signatures as if all owed ones held.</summary>
    public VerificationCounts Counts => _counts;

    /// <summary>The state after the last block.</summary>
    public ChainState State => _state;

    /// <summary>The block that is being applied, or was last; null before the first.</summary>
    public Point? Current { get; private set; }

    /// <summary>The epochs that have begun, each with the number of the first block that saw it.</summary>
    public IReadOnlyList<(long Index, EpochSummary Summary)> Epochs => _epochs;

    /// <summary>What was found about the files, each with the number of blocks before it.</summary>
    public IReadOnlyList<(long Index, StorageFinding Finding)> Findings => _findings;

    /// <summary>No further window shall be applied: there is a failure, or the last wanted slot was reached.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Applies the blocks of the next window.</summary>
    /// <param name="stored">The window.</param>
    /// <param name="decoded">Its blocks.</param>
    /// <param name="proofs">Receives the batches that became full.</param>
    /// <returns>The failure that ends the chain, or null.</returns>
    public VerificationFailure? Apply(StoredWindow stored, DecodedWindow decoded, List<ProofBatch> proofs)
    {
        VerificationFailure? failure = ApplyBlocks(stored, decoded, proofs);
        HasEnded |= failure is not null;
        if (HasEnded)
            TakeBatch(proofs, least: 1);
        return failure;
    }

    /// <summary>Hands out what is owed for the last blocks.</summary>
    public void Finish(List<ProofBatch> proofs) => TakeBatch(proofs, least: 1);

    private VerificationFailure? ApplyBlocks(StoredWindow stored, DecodedWindow decoded, List<ProofBatch> proofs)
    {
        foreach (StorageFinding finding in stored.Findings)
        {
            if (finding.Weight == FindingWeight.EndsChain)
            {
                Point? indexed = (finding as StorageFinding.BlockDamaged)?.Indexed;
                return EndsBefore(indexed) ? null : new VerificationFailure.Damaged(Mark(indexed), finding);
            }
            _findings.Add((_counts.Blocks, finding));
        }
        int findings = 0;
        for (int i = 0; i < decoded.Blocks.Count; i++)
        {
            Block block = decoded.Blocks[i];
            if (EndsBefore(block.Point))
                return null;
            for (; findings < decoded.Findings.Count && decoded.Findings[findings].Number == i; findings++)
                _findings.Add((_counts.Blocks, decoded.Findings[findings].Finding));
            if (Apply(block) is VerificationFailure failure)
                return failure;
            TakeBatch(proofs, BatchSize);
        }
        return EndOf(stored, decoded);
    }

    /// <summary>Notes, and says, that a block is behind the last slot that is wanted.</summary>
    private bool EndsBefore(Point? block)
    {
        bool isBehind = block is Point point && point.Slot > _until;
        HasEnded |= isBehind;
        return isBehind;
    }

    /// <summary>What is wrong with the window's first block that is not decoded; null when all are.</summary>
    private VerificationFailure? EndOf(StoredWindow stored, DecodedWindow decoded)
    {
        if (decoded.Damage is null && decoded.Malformed is null)
            return null;
        Point indexed = stored.Blocks[decoded.Blocks.Count].Point;
        if (EndsBefore(indexed))
            return null;
        BlockMark mark = Mark(indexed);
        return decoded.Damage is not null
            ? new VerificationFailure.Damaged(mark, decoded.Damage)
            : new VerificationFailure.Malformed(mark, decoded.Malformed!); // One of the two is there.
    }

    private VerificationFailure.Refused? Apply(Block block)
    {
        BlockMark mark = Mark(block.Point, block.Header.BlockNo);
        Current = block.Point;
        ObserveEpochs(block.Header);
        (ChainState? next, BlockObligations? owed, BlockError? error) = _rules.ApplyUnproven(_state, block);
        if (next is null || owed is null)
            return new VerificationFailure.Refused(mark, error!); // Exactly one of state and error is there.
        _state = next;
        _batch.Add(mark, owed);
        _counts = _counts.With(block, owed);
        return null;
    }

    private void ObserveEpochs(BlockHeader header)
    {
        // A block that does not follow is refused before any epoch ends.
        if (!_state.Tip.IsGenesis && header.Slot <= _state.Tip.Point.Slot)
            return;
        EpochNo reached = _clock.EpochOf(header.Slot);
        while (_epoch is not EpochNo known || known < reached)
        {
            EpochNo begins = _epoch is EpochNo last ? new EpochNo(last.Value + 1) : new EpochNo(0);
            _epochs.Add((_counts.Blocks, _observer.Observe(_state, begins)));
            _epoch = begins;
        }
    }

    private BlockMark Mark(Point? point, BlockNo? blockNo = null) =>
        new(_counts.Blocks, _state.Tip, point, blockNo, _counts);

    private void TakeBatch(List<ProofBatch> proofs, int least)
    {
        if (_batch.Size < least)
            return;
        proofs.Add(_batch);
        _batch = new ProofBatch();
    }
}
