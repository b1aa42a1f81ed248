using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Eras;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Headers;

/// <summary>Says whether a header may follow a tip: every rule of TPraos and Praos.</summary>
/// <remarks>
/// Pure: nothing is stored and no state changes. Whether the header's slot has begun is the caller's question
/// (<see cref="ClockSkew"/>): a rule that depends on the clock would make validity depend on when one asks.
/// Two steps: the rules of state, which need no cryptography and take the declared VRF outputs at their word, and what
/// they leave to prove (<see cref="HeaderObligations"/>). The first rule that fails is the answer. Validity does not
/// depend on the order, only the reason given for a header with several faults does.
/// Spec: ouroboros-consensus <c>validateHeader</c>, <c>updateChainDepState</c>.
/// </remarks>
public static class HeaderValidator
{
    /// <summary>Validates a header that shall follow the tip: place, limits, protocol, proofs.</summary>
    /// <param name="header">The header.</param>
    /// <param name="tip">The tip that it extends.</param>
    /// <param name="view">The ledger's view at the header's slot.</param>
    /// <param name="ticked">The tip's state, ticked to the header's slot.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="clock">The network's slots and epochs.</param>
    /// <returns>Null when valid.</returns>
    public static HeaderError? Validate(
        BlockHeader header,
        Tip tip,
        LedgerView view,
        PraosState ticked,
        ConsensusParameters parameters,
        SlotClock clock) =>
        ValidateEnvelope(header, tip, view, parameters)
        ?? ValidateProtocol(header, view, ticked, parameters, clock);

    /// <summary>Validates only that the header follows the tip.</summary>
    /// <returns>Null when valid.</returns>
    public static HeaderError? ValidateSequence(BlockHeader header, Tip tip)
    {
        ArgumentNullException.ThrowIfNull(header);
        return SequenceRule.Check(header, tip);
    }

    /// <summary>Validates the header's place in the chain, its era and its declared sizes only.</summary>
    /// <returns>Null when valid.</returns>
    public static HeaderError? ValidateEnvelope(
        BlockHeader header, Tip tip, LedgerView view, ConsensusParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(parameters);
        return SequenceRule.Check(header, tip) ?? EnvelopeRule.Check(header, view, parameters);
    }

    /// <summary>Validates only that the hot key named in the header signed it: that the bytes are still the issuer's.</summary>
    /// <remarks>Needs no state, so it also tells whether a header on a damaged disk is intact. Any era from Shelley on.</remarks>
    /// <returns>Null when valid.</returns>
    public static HeaderError? ValidateSignature(BlockHeader header, ConsensusParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(parameters);
        return KesPeriodRule.Check(header, parameters)
            ?? KesSignatureRule.Check(header, KesPeriodRule.Evolution(header, parameters));
    }

    /// <summary>Validates what the issuer signed and won, without the header's place in the chain.</summary>
    /// <returns>Null when valid.</returns>
    public static HeaderError? ValidateProtocol(
        BlockHeader header,
        LedgerView view,
        PraosState ticked,
        ConsensusParameters parameters,
        SlotClock clock) =>
        ValidateAndProve(header, view, ticked, parameters, clock).Error;

    /// <summary>
    /// Validates what the issuer claims against the state, without any signature or proof: those are left to the caller.
    /// </summary>
    /// <remarks>Only a header that did not win its slot has its proof looked at, to name the better reason.</remarks>
    /// <returns>What is still to be proven, or why the header is refused. Exactly one of the two is null.</returns>
    public static (HeaderObligation? Owed, HeaderError? Error) ValidateProtocolState(
        BlockHeader header,
        LedgerView view,
        PraosState ticked,
        ConsensusParameters parameters,
        SlotClock clock)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(ticked);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(clock);
        if (view.StakeDistribution is not StakeDistribution stake)
            return (null, new HeaderError.StakeDistributionUnavailable(header.Slot));
        HeaderError? error = EraTable.HeaderShapeOf(header.Era) switch
        {
            HeaderShape.Praos => PraosRules.Check(header, view, stake, ticked, parameters),
            HeaderShape.TransitionalPraos =>
                TransitionalPraosRules.Check(header, view, stake, ticked, parameters, clock),
            _ => new HeaderError.EraNotSupported(header.Era),
        };
        return error switch
        {
            null => (Owed(header, ticked, parameters), null),
            // A leader value that no proof backs is not the issuer's: then the proof is the better reason to refuse.
            HeaderError.NotLeader => (null, VrfProofRule.Check(Owed(header, ticked, parameters)) ?? error),
            _ => (null, error),
        };
    }

    // The rules of state and then the proofs. What was owed is returned too: it holds if there is no error.
    internal static (HeaderObligation? Owed, HeaderError? Error) ValidateAndProve(
        BlockHeader header,
        LedgerView view,
        PraosState ticked,
        ConsensusParameters parameters,
        SlotClock clock)
    {
        (HeaderObligation? owed, HeaderError? error) = ValidateProtocolState(header, view, ticked, parameters, clock);
        return error is null ? (owed, HeaderObligations.Check(owed!)) : (null, error);
    }

    // Pre: the header's slot lies in its certificate's periods.
    private static HeaderObligation Owed(BlockHeader header, PraosState ticked, ConsensusParameters parameters) =>
        new(header, ticked.EpochNonce, KesPeriodRule.Evolution(header, parameters));
}
