namespace PoolTopology.Topology.Proof;

/// <summary>Outcomes as results of diagrams.</summary>
internal sealed class OutcomeTable
{
    private readonly List<Outcome> _outcomes = [];
    private readonly Dictionary<Outcome, int> _numbers = [];

    public Outcome this[int number] => _outcomes[number];

    /// <summary>The diagram that has this outcome for every header.</summary>
    public int Result(Outcome outcome) => DiagramStore.Result(NumberOf(outcome));

    public int Or(int left, int right) => left == right ? left : NumberOf(_outcomes[left].Or(_outcomes[right]));

    public int Then(int first, int second) => NumberOf(_outcomes[first].Then(_outcomes[second]));

    private int NumberOf(Outcome outcome)
    {
        if (!_numbers.TryGetValue(outcome, out int number))
        {
            number = _outcomes.Count;
            _outcomes.Add(outcome);
            _numbers[outcome] = number;
        }
        return number;
    }
}
