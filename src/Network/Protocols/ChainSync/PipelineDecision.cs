using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Protocols.ChainSync;

/// <summary>Whether to ask for more headers or to take answers.</summary>
/// <remarks>
/// Far from the peer's tip requests run ahead up to the high mark, then resume at the low one. Near the tip no more is
/// asked for than the peer has, and at the tip one request stays open, which the peer answers when its chain grows.
/// Spec: pipelineDecisionLowHighMark, Ouroboros/Network/Protocol/ChainSync/PipelineDecision.hs.
/// </remarks>
internal sealed class PipelineDecision
{
    private bool _isDraining;

    /// <summary>Another request should be sent before the next answer is taken.</summary>
    public bool ShouldRequest(int outstanding, BlockNo ours, BlockNo theirs)
    {
        if (outstanding == 0)
        {
            _isDraining = false;
            return true;
        }
        if (ours.Value + (ulong)outstanding >= theirs.Value)
            return false;
        if (outstanding >= ChainSyncSpec.PipelineHighMark)
            _isDraining = true;
        else if (outstanding <= ChainSyncSpec.PipelineLowMark)
            _isDraining = false;
        return !_isDraining;
    }
}
