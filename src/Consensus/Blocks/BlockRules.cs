using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Blocks;

/// <summary>Takes a chain's state across one block or header.</summary>
/// <remarks>
/// Pure: the result depends on the arguments and the configuration only, and nothing is stored. A refused block changes
/// nothing. Safe to share between threads.
/// Order: the header's place in the chain; the ledger and the nonces at its slot; the header; the body.
/// </remarks>
public sealed class BlockRules(ConsensusConfig config)
{
    // When the cryptography of a header or block is done.
    private enum Proof
    {
        Now,
        Owed,
        Never,
    }

    /// <summary>The state after a block, or why there is none. Exactly one of the two is null.</summary>
    public (ChainState? Next, BlockError? Error) Apply(ChainState state, Block block, ApplyMode mode)
    {
        (ChainState? next, BlockObligations? owed, BlockError? error) = Step(state, block, ProofOf(mode));
        if (mode == ApplyMode.Full && owed?.CheckBody() is BlockError unproven)
            return (null, unproven);
        return (next, error);
    }

    /// <summary>
    /// The state after a block that keeps every rule of state, with what is still to be proven of it; or why it is
    /// refused.
    /// </summary>
    /// <remarks>
    /// For validation in bulk: the state moves on while signatures and proofs are checked elsewhere, many at a time.
    /// The block is valid, and with it the state, only when its obligations and those of all blocks before it hold.
    /// </remarks>
    public (ChainState? Next, BlockObligations? Owed, BlockError? Error) ApplyUnproven(ChainState state, Block block) =>
        Step(state, block, Proof.Owed);

    /// <summary>The state after a header, or why there is none. Exactly one of the two is null.</summary>
    /// <remarks>
    /// For candidate chains of which only headers are known: the body may still turn out to be invalid.
    /// </remarks>
    public (HeaderState? Next, HeaderError? Error) ApplyHeader(HeaderState state, BlockHeader header, ApplyMode mode)
    {
        (HeaderState? next, _, HeaderError? error) = Step(state, header, ProofOf(mode));
        return (next, error);
    }

    /// <summary>
    /// The state after a header that keeps every rule of state, with what is still to be proven of it; or why it is
    /// refused.
    /// </summary>
    public (HeaderState? Next, HeaderObligation? Owed, HeaderError? Error) ApplyHeaderUnproven(
        HeaderState state, BlockHeader header) => Step(state, header, Proof.Owed);

    /// <summary>The same with the ledger's view at the header's slot, for a caller that has it from elsewhere.</summary>
    /// <remarks>Pre: the view is that of a ledger of this chain; the state's own is not asked.</remarks>
    public (HeaderState? Next, HeaderObligation? Owed, HeaderError? Error) ApplyHeaderUnproven(
        HeaderState state, BlockHeader header, LedgerView view)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(header);
        return SequenceRule.Check(header, state.Tip) is HeaderError misplaced
            ? (null, null, misplaced)
            : Step(state, header, view, Proof.Owed);
    }

    /// <summary>
    /// The Praos state for a slot after the tip: what a leader check or a validation at that slot starts from.
    /// </summary>
    public PraosState Tick(HeaderState state, Slot slot)
    {
        ArgumentNullException.ThrowIfNull(state);
        return NonceEvolution.Tick(state.PraosState, slot, config.Clock, state.ViewAt(slot) ?? state.LedgerView);
    }

    private static Proof ProofOf(ApplyMode mode) => mode == ApplyMode.Full ? Proof.Now : Proof.Never;

    private (ChainState? Next, BlockObligations? Owed, BlockError? Error) Step(
        ChainState state, Block block, Proof proof)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(block);
        if (SequenceRule.Check(block.Header, state.Tip) is HeaderError misplaced)
            return (null, null, new BlockError.InvalidHeader(misplaced));
        if (!state.Ledger.Reaches(block.Header.Slot))
            return (null, null, new BlockError.InvalidHeader(
                new HeaderError.StakeDistributionUnavailable(block.Header.Slot)));
        IChainLedger ticked = state.Ledger.Tick(block.Header.Slot);
        (PraosState? praos, HeaderObligation? owed, HeaderError? headerError) =
            StepHeader(state.PraosState, block.Header, ticked.View, proof);
        if (praos is null)
            return (null, null, new BlockError.InvalidHeader(headerError!));
        if (proof != Proof.Never && CheckBody(ticked.View, block) is BlockError error)
            return (null, null, error);
        LedgerStep step = ticked.ApplyBlock(block, proof == Proof.Never ? ApplyMode.Reapply : ApplyMode.Full);
        if (step.Next is not IChainLedger ledger)
            return (null, null, step.Error);
        ChainState next = new(new HeaderState(block.Header.Tip, praos, ledger));
        return (next, Owed(owed, step), null);
    }

    private static BlockObligations? Owed(HeaderObligation? header, LedgerStep step) => header is null
        ? null
        : new BlockObligations(header, step.Owed) { Unevaluated = step.Unevaluated };

    private (HeaderState? Next, HeaderObligation? Owed, HeaderError? Error) Step(
        HeaderState state, BlockHeader header, Proof proof)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(header);
        if (SequenceRule.Check(header, state.Tip) is HeaderError misplaced)
            return (null, null, misplaced);
        if (state.ViewAt(header.Slot) is not LedgerView view)
            return (null, null, new HeaderError.StakeDistributionUnavailable(header.Slot));
        return Step(state, header, view, proof);
    }

    private (HeaderState? Next, HeaderObligation? Owed, HeaderError? Error) Step(
        HeaderState state, BlockHeader header, LedgerView view, Proof proof)
    {
        (PraosState? praos, HeaderObligation? owed, HeaderError? error) =
            StepHeader(state.PraosState, header, view, proof);
        return praos is null ? (null, null, error) : (state with { Tip = header.Tip, PraosState = praos }, owed, null);
    }

    // Pre: the header follows the state's tip. The obligation is there unless proofs are never asked for.
    private (PraosState? Next, HeaderObligation? Owed, HeaderError? Error) StepHeader(
        PraosState state, BlockHeader header, LedgerView view, Proof proof)
    {
        if (EnvelopeRule.Check(header, view, config.Parameters) is HeaderError error)
            return (null, null, error);
        PraosState ticked = NonceEvolution.Tick(state, header.Slot, config.Clock, view);
        (HeaderObligation? owed, HeaderError? refused) = proof switch
        {
            Proof.Now => HeaderValidator.ValidateAndProve(header, view, ticked, config.Parameters, config.Clock),
            Proof.Owed =>
                HeaderValidator.ValidateProtocolState(header, view, ticked, config.Parameters, config.Clock),
            _ => (null, null),
        };
        return refused is null
            ? (NonceEvolution.Update(ticked, header, config.Clock, config.Parameters), owed, null)
            : (null, null, refused);
    }

    private BlockError? CheckBody(LedgerView view, Block block) =>
        HeaderVersionRule.Check(block.Header, view, config.Genesis.NetworkId) ?? BodyRule.Check(block);
}
