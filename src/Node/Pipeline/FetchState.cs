using System.Collections.Immutable;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Pipeline;

/// <summary>What a fetch decision looks at.</summary>
public sealed record FetchState
{
    /// <summary>The moment.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The header of our tip, or null on an empty chain.</summary>
    public required BlockHeader? OurTip { get; init; }

    /// <summary>Candidates of all upstream peers.</summary>
    public required ImmutableArray<CandidateView> Candidates { get; init; }

    /// <summary>Requests under way.</summary>
    public required ImmutableArray<InFlight> InFlight { get; init; }

    /// <summary>Says whether the block is stored already (on our chain or beside it).</summary>
    public required Func<Point, bool> IsStored { get; init; }
}
