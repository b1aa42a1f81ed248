using PoolTopology.Consensus.Chain;
using PoolTopology.Node.Forging;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Forge;

/// <summary>Finds our chain without its tip, to forge beside a block of the same slot.</summary>
internal static class BeforeTip
{
    /// <summary>The state before the tip; null when it is not among the last k.</summary>
    public static ChainState? Find(IForgeHost host, ChainState current)
    {
        if (host.TipHeader is not { } header || header.Point != current.Tip.Point)
            return null;
        if (header.PrevHash is not { } parentHash)
            return ChainState.Genesis(host.Config);
        // The header names its parent by hash alone. No chain has a gap longer than its stability window.
        ulong slot = header.Slot.Value;
        ulong oldest = slot - Math.Min(slot, host.Config.Parameters.StabilityWindowSlots);
        while (slot > oldest)
        {
            if (host.StateAt(new Point(new Slot(--slot), parentHash)) is { } state)
                return new ChainState(state);
        }
        return null;
    }
}
