using PoolTopology.Topology.Document;
using PoolTopology.Topology.Shapes;

namespace PoolTopology.Topology.Vocabulary;

/// <summary>The keys of <c>alerts</c>.</summary>
internal static class AlertKeys
{
    private static readonly Key<int> KesPeriods = Key<int>.Optional("kesPeriods", Scalars.KesEvolutions,
        "Call when a producer's KES key has at most this many periods left.", AlertPolicy.Default.KesPeriods, "8");

    private static readonly Key<TimeSpan> Silence = Key<TimeSpan>.Optional("silence", Scalars.Duration,
        "Call when a node has adopted no block for this long.", AlertPolicy.Default.Silence, "7m");

    private static readonly Key<int> Divergence = Key<int>.Optional("divergence", Scalars.AlertCount,
        "Call when the tips of the pool's own nodes are further apart than this many blocks.",
        AlertPolicy.Default.Divergence, "5");

    private static readonly Key<int> MissedSlots = Key<int>.Optional("missedSlots", Scalars.AlertCount,
        "Call when a producer has missed this many slots within an hour.", AlertPolicy.Default.MissedSlots, "1");

    public static readonly Shape<AlertPolicy> Shape = new SectionShape<AlertPolicy>(
        "the alerts",
        values => new AlertPolicy(
            values.Get(KesPeriods), values.Get(Silence), values.Get(Divergence), values.Get(MissedSlots)),
        KesPeriods, Silence, Divergence, MissedSlots);
}
