using System.Collections.Immutable;
using PoolTopology.Consensus.ChainSelection;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Node.Pipeline;

/// <summary>Decides which blocks to ask of which peer. Pure.</summary>
/// <remarks>
/// A chain of named filters over the candidates: preferable to our chain, best first; then what is missing of it; then
/// what nobody is already bringing. A block is asked of a second peer only when the first makes no progress, so that a
/// block travels to us once in the usual case and a stalling peer cannot hold it back.
/// </remarks>
public static class FetchDecision
{
    // Era tag and array heads around header and body.
    private const int BlockWrappingBytes = 16;

    /// <summary>The requests to start now, and for every other peer why there is none.</summary>
    public static (ImmutableArray<FetchRequest> Requests, ImmutableSortedDictionary<string, FetchDeclined> Declined) Decide(
        FetchState state, FetchLimits limits)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(limits);
        ImmutableArray<FetchRequest>.Builder requests = ImmutableArray.CreateBuilder<FetchRequest>();
        ImmutableSortedDictionary<string, FetchDeclined>.Builder declined =
            ImmutableSortedDictionary.CreateBuilder<string, FetchDeclined>(StringComparer.Ordinal);
        HashSet<Hash32> onTheWay = OnTheWay(state, limits);

        foreach (CandidateView candidate in BestFirst(state.Candidates))
        {
            if (candidate.Last is not BlockHeader last || !ChainOrder.Prefers(state.OurTip, last))
            {
                declined[candidate.Peer] = FetchDeclined.NotPreferable;
                continue;
            }
            // A peer that connects anew is here twice for a moment: under its old connection and under the new one.
            int underWay = state.InFlight.Count(request => request.Peer == candidate.Peer)
                + requests.Count(request => request.Peer == candidate.Peer);
            FetchDeclined reason = FetchDeclined.RequestUnderWay;
            for (; underWay < limits.RequestsPerPeerMax; underWay++)
            {
                (FetchRequest range, bool anyMissing) = FirstMissingRange(candidate, state, limits, onTheWay);
                reason = anyMissing ? FetchDeclined.OnItsWayFromAnother : FetchDeclined.NothingMissing;
                if (range.Points.IsEmpty)
                    break;
                requests.Add(range);
                foreach (Point point in range.Points)
                    onTheWay.Add(point.Hash);
            }
            if (!requests.Any(request => request.Peer == candidate.Peer))
                declined[candidate.Peer] = reason;
        }
        return (requests.ToImmutable(), declined.ToImmutable());
    }

    private static HashSet<Hash32> OnTheWay(FetchState state, FetchLimits limits)
    {
        HashSet<Hash32> hashes = [];
        foreach (InFlight request in state.InFlight)
        {
            if (state.Now - request.LastProgressAt <= limits.PatienceWithOnePeer)
                hashes.UnionWith(request.Missing);
        }
        return hashes;
    }

    // The chain order is not transitive (the tie-break looks at slot distance), so it must not be used to sort.
    // Height is enough for an order of asking; peer name makes it total.
    private static IEnumerable<CandidateView> BestFirst(ImmutableArray<CandidateView> candidates) =>
        candidates
            .OrderByDescending(candidate => candidate.Last?.BlockNo.Value ?? 0)
            .ThenBy(candidate => candidate.Peer, StringComparer.Ordinal);

    // One request is one consecutive range: it ends at the first block that is stored or on its way.
    private static (FetchRequest Range, bool AnyMissing) FirstMissingRange(
        CandidateView candidate, FetchState state, FetchLimits limits, HashSet<Hash32> onTheWay)
    {
        ImmutableArray<Point>.Builder points = ImmutableArray.CreateBuilder<Point>();
        bool anyMissing = false;
        long bytes = 0;
        foreach (BlockHeader header in candidate.Headers)
        {
            bool isStored = state.IsStored(header.Point);
            anyMissing |= !isStored;
            if (isStored || onTheWay.Contains(header.Hash))
            {
                if (points.Count > 0)
                    break;
                continue;
            }
            long size = header.BodySizeBytes + header.Bytes.Length + BlockWrappingBytes;
            if (points.Count > 0
                && (points.Count == limits.BlocksPerRequestMax || bytes + size > limits.BytesPerRequestMax))
                break;
            bytes += size;
            points.Add(header.Point);
        }
        return (new FetchRequest(candidate.Peer, points.ToImmutable(), bytes), anyMissing);
    }
}
