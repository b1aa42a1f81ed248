using System.Collections.Immutable;
using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Ledger.Rules;
using PoolTopology.Ledger.State;
using PoolTopology.Ledger.Transactions;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using LedgerSignature = PoolTopology.Ledger.Rules.SignatureObligation;
using SignatureObligation = PoolTopology.Consensus.Blocks.SignatureObligation;

namespace PoolTopology.Consensus.Chain;

/// <summary>The ledger by its rules: every transaction, every epoch, every era.</summary>
/// <remarks>
/// Immutable but for a memory of the view of the epoch to come; safe to share between threads.
/// </remarks>
public sealed class RulesLedger : IChainLedger
{
    /// <summary>How many epochs may lie between a block and the next.</summary>
    /// <remarks>No real chain skips one: in every stability window, a fraction of an epoch, there are k blocks.</remarks>
    public const ulong EpochsWithoutBlockMax = 1000;

    private readonly LedgerRules _rules;
    private readonly Slot? _lastBlock;
    private volatile RulesLedger? _nextEpoch;

    private RulesLedger(LedgerRules rules, LedgerState state, Slot? lastBlock, LedgerView view)
    {
        _rules = rules;
        State = state;
        _lastBlock = lastBlock;
        View = view;
    }

    /// <summary>The ledger's state.</summary>
    public LedgerState State { get; }

    /// <inheritdoc/>
    public LedgerView View { get; }

    /// <summary>The ledger before the first block.</summary>
    public static RulesLedger Genesis(LedgerRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return Of(rules, rules.Genesis(), null);
    }

    /// <summary>The ledger after a block, given its state.</summary>
    /// <param name="rules">The network's rules.</param>
    /// <param name="state">The state.</param>
    /// <param name="lastBlock">The slot of the block; null before the first.</param>
    public static RulesLedger Of(LedgerRules rules, LedgerState state, Slot? lastBlock)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(state);
        return new RulesLedger(rules, state, lastBlock, ViewOf(state));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The horizon is the stability window (3k/f slots) from the last block on: what would change the answer must have
    /// been on the chain before.
    /// Spec: ouroboros-consensus <c>ledgerViewForecastAt</c> of Shelley.
    /// </remarks>
    public LedgerView? ViewAt(Slot slot)
    {
        ulong from = _lastBlock is Slot last ? last.Value + 1 : 0;
        if (slot.Value >= from && slot.Value - from >= _rules.Config.StabilityWindowSlots)
            return null;
        EpochNo epoch = _rules.Config.EpochOf(slot);
        if (epoch == State.Epoch)
            return State.Certificates.FutureGenesisDelegates.IsEmpty ? View : Ticked(slot).View;
        if (_nextEpoch is not RulesLedger next || next.State.Epoch != epoch)
            _nextEpoch = next = Ticked(_rules.Config.FirstSlotOf(epoch));
        return next.State.Certificates.FutureGenesisDelegates.IsEmpty ? next.View : next.Ticked(slot).View;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A chain without a block for <see cref="EpochsWithoutBlockMax"/> epochs is over: a block that claims to follow is
    /// refused.
    /// </remarks>
    public bool Reaches(Slot slot) =>
        _rules.Config.EpochOf(slot).Value - State.Epoch.Value <= EpochsWithoutBlockMax;

    /// <inheritdoc/>
    public IChainLedger Tick(Slot slot) => Ticked(slot);

    /// <inheritdoc/>
    /// <remarks>A body is read here first: one that does not hold transactions of its era is refused like any other.</remarks>
    public LedgerStep ApplyBlock(Block block, ApplyMode mode)
    {
        ArgumentNullException.ThrowIfNull(block);
        try
        {
            _ = block.Transactions;
        }
        catch (CborException malformed)
        {
            return LedgerStep.Refused(new BlockError.MalformedTransactions(
                malformed.Offset, malformed.Expected, malformed.Found));
        }
        WitnessObligations obligations = new();
        (LedgerState? Next, LedgerError? Error) applied;
        try
        {
            applied = _rules.ApplyBlock(State, block, obligations);
        }
        catch (OverflowException)
        {
            // No rule lets such amounts through to where they are added up. Should one do so after all, then the block is
            // what is wrong, and must not end the node of everybody who is sent it.
            return LedgerStep.Refused(new BlockError.AmountsBeyondRange());
        }
        (LedgerState? next, LedgerError? error) = applied;
        if (next is null)
            return LedgerStep.Refused(new BlockError.InvalidBody(error!));
        RulesLedger ledger = With(next, block.Header.Slot);
        return mode == ApplyMode.Full
            ? new LedgerStep(ledger, Owed(block, obligations), null)
            {
                Unevaluated = new UnevaluatedScripts(
                    obligations.UnevaluatedTransactions, obligations.UnevaluatedScripts),
            }
            : LedgerStep.Applied(ledger, []);
    }

    private RulesLedger Ticked(Slot slot) => With(_rules.Tick(State, slot), _lastBlock);

    // Thresholds are remembered in the view, so it is kept while what it says is the same.
    private RulesLedger With(LedgerState state, Slot? lastBlock)
    {
        bool isSame = ReferenceEquals(state.PoolDistribution, State.PoolDistribution)
            && ReferenceEquals(state.Parameters, State.Parameters)
            && ReferenceEquals(state.Certificates.GenesisDelegates, State.Certificates.GenesisDelegates)
            && state.Era == State.Era;
        return new RulesLedger(_rules, state, lastBlock, isSame ? View : ViewOf(state));
    }

    private static LedgerView ViewOf(LedgerState state) => new()
    {
        Era = state.Era,
        StakeDistribution = state.PoolDistribution,
        MaxHeaderSizeBytes = state.Parameters.MaxBlockHeaderSizeBytes,
        MaxBodySizeBytes = state.Parameters.MaxBlockBodySizeBytes,
        ProtocolVersion = state.Parameters.ProtocolVersion,
        Decentralisation = state.Parameters.Decentralisation,
        ExtraEntropy = state.Parameters.ExtraEntropy.Nonce is Hash32 entropy ? new Nonce(entropy) : Nonce.Neutral,
        GenesisDelegates = state.Certificates.GenesisDelegates,
    };

    // The ledger hands its obligations out in the order of the transactions, each with the id that is signed.
    private static ImmutableArray<SignatureObligation> Owed(Block block, WitnessObligations obligations)
    {
        if (obligations.Signatures.IsEmpty)
            return [];
        ImmutableArray<SignatureObligation>.Builder owed =
            ImmutableArray.CreateBuilder<SignatureObligation>(obligations.Signatures.Length);
        ImmutableArray<Transaction> transactions = block.Transactions;
        int index = 0;
        byte[] message = transactions[0].Id.ToArray();
        foreach (LedgerSignature signature in obligations.Signatures)
        {
            while (transactions[index].Id != signature.TransactionId)
                message = transactions[++index].Id.ToArray();
            owed.Add(new SignatureObligation(
                index, new Ed25519Claim(signature.VerificationKey, message, signature.Signature)));
        }
        return owed.MoveToImmutable();
    }
}
