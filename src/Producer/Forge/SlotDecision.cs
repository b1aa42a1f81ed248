using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Nonces;

namespace PoolTopology.Producer.Forge;

/// <summary>What to do about a slot.</summary>
internal abstract record SlotDecision
{
    private SlotDecision()
    {
    }

    /// <summary>Another pool's slot, or nobody's.</summary>
    internal sealed record NotOurs : SlotDecision;

    /// <summary>Whether the slot is our own cannot be told.</summary>
    internal sealed record Unknown(CouldNotForge Reason) : SlotDecision;

    /// <summary>Our own slot, and no block can be forged for it.</summary>
    internal sealed record Missed(CouldNotForge Reason) : SlotDecision;

    /// <summary>Our own slot: forge on this parent.</summary>
    internal sealed record Forge(ChainState Parent, Nonce EpochNonce) : SlotDecision;
}
