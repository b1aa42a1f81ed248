using PoolTopology.Consensus.Headers;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Conformance.Headers;

/// <summary>A real header with all that it is judged by.</summary>
internal sealed record Sample(string Name, BlockHeader Header, Tip Tip, LedgerView View, PraosState Ticked)
{
    /// <summary>Judges a header in the place of the real one.</summary>
    public HeaderError? Validate(BlockHeader header) => HeaderValidator.Validate(
        header, Tip, View, Ticked, PreviewRun.Config.Parameters, PreviewRun.Config.Clock);
}
