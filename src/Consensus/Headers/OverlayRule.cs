using PoolTopology.Consensus.Leadership;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Consensus.Headers;

public abstract partial record HeaderError
{
    /// <summary>The overlay schedule keeps the slot silent.</summary>
    public sealed record NotActiveSlot(Slot Slot) : HeaderError;

    /// <summary>The slot is that of a genesis key's delegate, and the issuer is not the delegate.</summary>
    public sealed record WrongGenesisColdKey(
        Slot Slot, Hash28 GenesisKeyHash, Hash28 Delegate, Hash28 Issuer) : HeaderError;

    /// <summary>The header's VRF key is not the one that the genesis delegation names.</summary>
    public sealed record WrongGenesisVrfKey(
        Hash28 GenesisKeyHash, Hash32 RegisteredKeyHash, Hash32 FoundKeyHash) : HeaderError;
}

/// <summary>In a slot of the overlay schedule: its genesis key's delegate made the block, with the VRF key named.</summary>
/// <remarks>
/// No threshold: the delegate leads whatever its VRF says.
/// Spec: https://github.com/IntersectMBO/cardano-ledger/blob/0ab207513d4b96d5cff17337017b360e6a0a3e1f/libs/cardano-protocol-tpraos/src/Cardano/Protocol/TPraos/Rules/Overlay.hs (overlayTransition, pbftVrfChecks)
/// </remarks>
internal static class OverlayRule
{
    public static HeaderError? Check(BlockHeader header, OverlaySlot slot, LedgerView view)
    {
        if (slot.GenesisKeyHash is not Hash28 genesisKey)
            return new HeaderError.NotActiveSlot(header.Slot);
        GenesisDelegation delegation = view.GenesisDelegates[genesisKey];
        if (header.PoolId != delegation.DelegateKeyHash)
            return new HeaderError.WrongGenesisColdKey(
                header.Slot, genesisKey, delegation.DelegateKeyHash, header.PoolId);
        Hash32 found = Digest.Blake2b256(header.VrfVerificationKey.Span);
        return found == delegation.VrfKeyHash
            ? null
            : new HeaderError.WrongGenesisVrfKey(genesisKey, delegation.VrfKeyHash, found);
    }
}
