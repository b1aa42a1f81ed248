using PoolTopology.Consensus.Chain;
using PoolTopology.Credentials.Hot;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Forge;

/// <summary>Everything that decides about a slot, as it is at one moment.</summary>
/// <param name="Current">Our chain.</param>
/// <param name="BeforeTip">Our chain without its tip; needed only when the tip is of the slot in question.</param>
/// <param name="TipIssuer">The pool that made the tip; null on an empty chain.</param>
/// <param name="HasCaughtUp">Some upstream said that we are at its tip.</param>
/// <param name="Keys">The credentials; null when there are none.</param>
/// <param name="KeyProblem">Why there are none, or why nothing may be signed with them; null when all is well.</param>
/// <param name="Watermark">The last slot that the journal gave away.</param>
internal sealed record ForgeView(
    ChainState Current,
    ChainState? BeforeTip,
    Hash28? TipIssuer,
    bool HasCaughtUp,
    HotCredentials? Keys,
    CouldNotForge? KeyProblem,
    Slot? Watermark);
