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
/// </remarks>
public sealed class BlockRules(ConsensusConfig config)
{
    /// <summary>The state after a block, or why there is none. Exactly one of the two is null.</summary>
    public (ChainState? Next, BlockError? Error) Apply(ChainState state, Block block, ApplyMode mode)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(block);
        if (block.Era != state.Era)
            return (null, new BlockError.EraNotSupported(block.Era));
        (HeaderState? header, HeaderError? headerError) = ApplyHeader(state.HeaderState, block.Header, mode);
        if (header is null)
            return (null, new BlockError.InvalidHeader(headerError!));
        if (mode == ApplyMode.Full && CheckBody(state, block) is BlockError error)
            return (null, error);
        return (state with { HeaderState = header }, null);
    }

    /// <summary>The state after a header, or why there is none. Exactly one of the two is null.</summary>
    /// <remarks>
    /// For candidate chains of which only headers are known: the body may still turn out to be invalid.
    /// </remarks>
    public (HeaderState? Next, HeaderError? Error) ApplyHeader(HeaderState state, BlockHeader header, ApplyMode mode)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(header);
        HeaderError? error = HeaderValidator.ValidateEnvelope(header, state.Tip, state.LedgerView, config.Parameters);
        if (error is not null)
            return (null, error);
        PraosState ticked = NonceEvolution.Tick(state.PraosState, header.Slot, config.Clock);
        if (mode == ApplyMode.Full)
            error = HeaderValidator.ValidateProtocol(header, state.LedgerView, ticked, config.Parameters);
        if (error is not null)
            return (null, error);
        PraosState after = NonceEvolution.Update(ticked, header, config.Clock, config.Parameters);
        return (new HeaderState(header.Tip, after, state.LedgerView), null);
    }

    /// <summary>
    /// The Praos state for a slot after the tip: what a leader check or a validation at that slot starts from.
    /// </summary>
    public PraosState Tick(HeaderState state, Slot slot)
    {
        ArgumentNullException.ThrowIfNull(state);
        return NonceEvolution.Tick(state.PraosState, slot, config.Clock);
    }

    private BlockError? CheckBody(ChainState state, Block block) =>
        HeaderVersionRule.Check(block.Header, state.LedgerView.ProtocolVersion, config.Genesis.NetworkId)
        ?? BodyRule.Check(block);
}
