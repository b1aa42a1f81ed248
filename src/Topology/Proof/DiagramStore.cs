namespace PoolTopology.Topology.Proof;

/// <summary>
/// Functions of a packet's header as ordered, reduced decision diagrams: one level per field, one branch per class of
/// its values. Equal functions are the same number.
/// </summary>
/// <remarks>
/// A diagram is an <see cref="int"/>: 0 or more is a node of this store, below 0 a result (<c>~result</c>). Results of
/// yes-or-no functions are 0 and 1. Diagrams of different stores must not be mixed. Not safe for several threads.
/// </remarks>
/// <param name="sizes">The number of classes of each field, in the order of decisions.</param>
internal sealed class DiagramStore(int[] sizes)
{
    /// <summary>The most nodes that are made.</summary>
    /// <remarks>Derived rule sets need some hundred; a rule set that needs more is refused instead of eating the memory.</remarks>
    public const int MostNodes = 1_000_000;

    public const int No = ~0;

    public const int Yes = ~1;

    private readonly List<(int Field, int[] Branches)> _nodes = [];
    private readonly Dictionary<Node, int> _known = [];
    private readonly Dictionary<(int, int, int), int> _chosen = [];

    /// <summary>The function that has the same result for every header.</summary>
    public static int Result(int value) => ~value;

    public static bool IsResult(int diagram) => diagram < 0;

    public static int ResultOf(int diagram) => ~diagram;

    /// <summary>The field that a node decides by.</summary>
    public int FieldOf(int diagram) => _nodes[diagram].Field;

    /// <summary>Where a node goes, by class of its field.</summary>
    public int[] Branches(int diagram) => _nodes[diagram].Branches;

    /// <summary>Yes for headers whose field is in one of the selected classes.</summary>
    public int OneOf(int field, bool[] selected) =>
        Make(field, Array.ConvertAll(selected, isIn => isIn ? Yes : No));

    public int And(int left, int right) => Choose(left, right, No);

    public int Or(int left, int right) => Choose(left, Yes, right);

    public int Not(int diagram) => Choose(diagram, No, Yes);

    /// <summary>One function where a condition says yes, another where it says no.</summary>
    public int Choose(int condition, int then, int otherwise)
    {
        if (condition == Yes || then == otherwise)
            return then;
        if (condition == No)
            return otherwise;
        if (_chosen.TryGetValue((condition, then, otherwise), out int known))
            return known;
        int field = Math.Min(Level(condition), Math.Min(Level(then), Level(otherwise)));
        int[] branches = new int[sizes[field]];
        for (int i = 0; i < branches.Length; i++)
            branches[i] = Choose(Follow(condition, field, i), Follow(then, field, i), Follow(otherwise, field, i));
        return _chosen[(condition, then, otherwise)] = Make(field, branches);
    }

    /// <summary>Joins the results of two functions, header by header.</summary>
    public int Combine(int left, int right, Func<int, int, int> join) => Combine(left, right, join, []);

    /// <summary>Replaces the results of a function.</summary>
    public int Map(int diagram, Func<int, int> replace) => Combine(diagram, No, (result, _) => replace(result));

    /// <summary>The result for one header.</summary>
    public int Evaluate(int diagram, Func<int, int> classOfField)
    {
        while (!IsResult(diagram))
            diagram = Branches(diagram)[classOfField(FieldOf(diagram))];
        return ResultOf(diagram);
    }

    private int Combine(int left, int right, Func<int, int, int> join, Dictionary<(int, int), int> done)
    {
        if (IsResult(left) && IsResult(right))
            return Result(join(ResultOf(left), ResultOf(right)));
        if (done.TryGetValue((left, right), out int known))
            return known;
        int field = Math.Min(Level(left), Level(right));
        int[] branches = new int[sizes[field]];
        for (int i = 0; i < branches.Length; i++)
            branches[i] = Combine(Follow(left, field, i), Follow(right, field, i), join, done);
        return done[(left, right)] = Make(field, branches);
    }

    private int Level(int diagram) => IsResult(diagram) ? int.MaxValue : _nodes[diagram].Field;

    private int Follow(int diagram, int field, int branch) =>
        Level(diagram) == field ? _nodes[diagram].Branches[branch] : diagram;

    /// <summary>The node with these branches; none is made where all branches are one.</summary>
    private int Make(int field, int[] branches)
    {
        if (branches.AsSpan().IndexOfAnyExcept(branches[0]) < 0)
            return branches[0];
        Node node = new(field, branches);
        if (_known.TryGetValue(node, out int known))
            return known;
        if (_nodes.Count >= MostNodes)
            throw new TooComplexException(MostNodes);
        _nodes.Add((field, branches));
        return _known[node] = _nodes.Count - 1;
    }

    private readonly struct Node(int field, int[] branches) : IEquatable<Node>
    {
        private readonly int _field = field;
        private readonly int[] _branches = branches;

        public bool Equals(Node other) => _field == other._field && _branches.AsSpan().SequenceEqual(other._branches);

        public override bool Equals(object? obj) => obj is Node other && Equals(other);

        public override int GetHashCode()
        {
            HashCode hash = default;
            hash.Add(_field);
            foreach (int branch in _branches)
                hash.Add(branch);
            return hash.ToHashCode();
        }
    }
}
