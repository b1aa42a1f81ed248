using PoolTopology.Consensus.Chain;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Headers;

/// <summary>Says whether a header may follow a tip: every rule of Praos.</summary>
/// <remarks>
/// Pure: nothing is stored and no state changes. Whether the header's slot has begun is the caller's question
/// (<see cref="Eras.ClockSkew"/>): a rule that depends on the clock would make validity depend on when one asks.
/// Order: envelope; then what a look-up decides (periods, counters, the pool and its VRF key); then the VRF; then the
/// signatures. The first rule that fails is the answer. Validity does not depend on the order, only the reason given
/// for a header with several faults does; the reference asks for the signatures before the VRF.
/// Spec: ouroboros-consensus <c>validateHeader</c>, <c>updateChainDepState</c>.
/// </remarks>
public static class HeaderValidator
{
    /// <summary>Validates a header that shall follow the tip.</summary>
    /// <param name="header">The header.</param>
    /// <param name="tip">The tip that it extends.</param>
    /// <param name="view">The ledger's view at the header's slot.</param>
    /// <param name="ticked">The tip's state, ticked to the header's slot.</param>
    /// <param name="parameters">The network's parameters.</param>
    /// <returns>Null when valid.</returns>
    public static HeaderError? Validate(
        BlockHeader header, Tip tip, LedgerView view, PraosState ticked, ConsensusParameters parameters) =>
        ValidateEnvelope(header, tip, view, parameters) ?? ValidateProtocol(header, view, ticked, parameters);

    /// <summary>Validates the header's place in the chain and its declared sizes only.</summary>
    /// <returns>Null when valid.</returns>
    public static HeaderError? ValidateEnvelope(
        BlockHeader header, Tip tip, LedgerView view, ConsensusParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(parameters);
        return EnvelopeRule.Check(header, tip, view, parameters);
    }

    /// <summary>Validates only that the hot key named in the header signed it: that the bytes are still the issuer's.</summary>
    /// <remarks>Needs no state, so it also tells whether a header on a damaged disk is intact. Any era from Shelley on.</remarks>
    /// <returns>Null when valid.</returns>
    public static HeaderError? ValidateSignature(BlockHeader header, ConsensusParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(parameters);
        return KesPeriodRule.Check(header, parameters) ?? KesSignatureRule.Check(header, parameters);
    }

    /// <summary>Validates what the issuer signed and won, without the header's place in the chain.</summary>
    /// <returns>Null when valid.</returns>
    public static HeaderError? ValidateProtocol(
        BlockHeader header, LedgerView view, PraosState ticked, ConsensusParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(ticked);
        ArgumentNullException.ThrowIfNull(parameters);
        if (EraTable.HeaderShapeOf(header.Era) != HeaderShape.Praos)
            return new HeaderError.EraNotSupported(header.Era);
        if (view.StakeDistribution is not StakeDistribution stake)
            return new HeaderError.StakeDistributionUnavailable(header.Slot);
        return KesPeriodRule.Check(header, parameters)
            ?? CertificateCounterRule.Check(header, ticked, stake)
            ?? VrfKeyRule.Check(header, stake)
            ?? VrfProofRule.Check(header, ticked.EpochNonce)
            ?? LeaderRule.Check(header, view, parameters)
            ?? OperationalCertificateRule.Check(header)
            ?? KesSignatureRule.Check(header, parameters);
    }
}
