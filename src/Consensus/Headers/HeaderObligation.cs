using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Headers;

/// <summary>
/// What is still to be proven of a header that keeps every rule of state: its VRF proofs and its two signatures.
/// </summary>
/// <remarks>
/// The state rules took the declared VRF outputs at their word. The header is valid if <see cref="HeaderObligations"/>
/// finds nothing; it may be asked at any time, in any order, on any thread.
/// </remarks>
/// <param name="Header">The header.</param>
/// <param name="EpochNonce">The nonce that its VRF inputs are made with.</param>
/// <param name="KesEvolution">How often the hot key has evolved since its certificate's start period.</param>
public sealed record HeaderObligation(BlockHeader Header, Nonce EpochNonce, ulong KesEvolution)
{
    private static readonly VrfUse[] PraosUses = [VrfUse.Both];

    // The order in which the reference checks them.
    private static readonly VrfUse[] TransitionalUses = [VrfUse.Nonce, VrfUse.Leader];

    /// <summary>The VRF certificates to check: one in Praos, two in TPraos.</summary>
    public ReadOnlySpan<VrfUse> VrfUses =>
        EraTable.HeaderShapeOf(Header.Era) == HeaderShape.Praos ? PraosUses : TransitionalUses;

    /// <summary>A certificate: its output as declared, and its proof.</summary>
    public VrfCertificate Certificate(VrfUse use) => use == VrfUse.Nonce ? Header.NonceVrf : Header.LeaderVrf;

    /// <summary>The input that a certificate's proof must be of.</summary>
    /// <remarks>Cost: one hash of 40 bytes.</remarks>
    public Hash32 VrfInput(VrfUse use) => use == VrfUse.Both
        ? VrfRanges.Input(Header.Slot, EpochNonce)
        : VrfRanges.TransitionalInput(Header.Slot, EpochNonce, use);
}
