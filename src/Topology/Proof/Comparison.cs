using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
using PoolTopology.Topology.Intents;

namespace PoolTopology.Topology.Proof;

/// <summary>Compares, header by header, what happens with what is wanted. Results of diagrams are numbers; this knows them.</summary>
/// <param name="outcomes">What happens, by number.</param>
/// <param name="grants">What is wanted: grant <c>i</c> has number <c>i + 1</c>.</param>
internal sealed class Comparison(OutcomeTable outcomes, ValueList<Grant> grants)
{
    /// <summary>The number of what no grant allows.</summary>
    public const int Forbidden = 0;

    /// <summary>The number of headers where there is no difference.</summary>
    public const int Same = 0;

    private readonly List<(DifferenceKind Kind, int Outcome, int Wanted)> _differences = [];
    private readonly Dictionary<(DifferenceKind, Decision?, string), int> _numbers = [];

    public ValueList<Grant> Grants => grants;

    /// <summary>The grant that allows more.</summary>
    public int Stronger(int one, int other) => PassageOf(other) > PassageOf(one) ? other : one;

    /// <summary>The number of a difference, or <see cref="Same"/>.</summary>
    public int Compare(int outcome, int wanted)
    {
        DifferenceKind? kind = (outcomes[outcome].Passage, PassageOf(wanted)) switch
        {
            (Passage.Never, Passage.Limited or Passage.Always) => DifferenceKind.Blocked,
            (Passage.Limited or Passage.Always, Passage.Never) => DifferenceKind.Exposed,
            (Passage.Limited, Passage.Always) => DifferenceKind.Throttled,
            (Passage.Always, Passage.Limited) => DifferenceKind.Unlimited,
            _ => null,
        };
        if (kind is not { } found)
            return Same;
        (DifferenceKind, Decision?, string) key = (found, DecisionOf(found, outcome), ReasonOf(wanted));
        if (!_numbers.TryGetValue(key, out int number))
        {
            _differences.Add((found, outcome, wanted));
            _numbers[key] = number = _differences.Count;
        }
        return number;
    }

    public Difference ToDifference(PacketPath path, IpFamily family, int number, ValueList<FieldCondition> fields)
    {
        (DifferenceKind kind, int outcome, int wanted) = _differences[number - 1];
        Decision decision = DecisionOf(kind, outcome) ?? Decision.NoChain;
        return new Difference(kind, path, family, fields, decision, ReasonOf(wanted));
    }

    private Decision? DecisionOf(DifferenceKind kind, int outcome) =>
        kind is DifferenceKind.Exposed or DifferenceKind.Unlimited ? outcomes[outcome].Passes : outcomes[outcome].Ends;

    private Passage PassageOf(int wanted) => wanted == Forbidden ? Passage.Never : grants[wanted - 1].Passage;

    private string ReasonOf(int wanted) => wanted == Forbidden ? "" : grants[wanted - 1].Reason;
}
