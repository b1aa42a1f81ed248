using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
using PoolTopology.Topology.Intents;
using PoolTopology.Topology.KernelRules;

namespace PoolTopology.Topology.Proof;

/// <summary>What one machine's kernel does with every header of one IP family, and what the topology wants.</summary>
/// <remarks>Not safe for several threads: diagrams are made when they are asked for.</remarks>
public sealed class MachineModel
{
    private static readonly FieldSet NoInterface = FieldSet.Of((UInt128)0);

    private readonly HeaderSpace _space;
    private readonly OutcomeTable _outcomes = new();
    private readonly Dictionary<PacketPath, int> _diagrams = [];
    private readonly RuleCompiler _compiler;
    private readonly MachineIntent _intent;

    /// <summary>The model of a machine's rules.</summary>
    /// <param name="rules">What the kernel has.</param>
    /// <param name="intent">What the topology wants.</param>
    /// <param name="family">The family.</param>
    /// <param name="distinctions">Further values that questions will tell apart.</param>
    public MachineModel(
        KernelRuleSet rules, MachineIntent intent, IpFamily family, params IEnumerable<FieldCondition> distinctions)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(intent);
        _intent = intent;
        FieldSet loopback = FieldSet.Of(InterfaceName.Loopback);
        _space = new HeaderSpace(family,
        [
            .. RuleCompiler.Distinctions(rules, family),
            .. intent.Grants.SelectMany(grant => grant.Conditions).Concat(distinctions)
                .Select(condition => (condition.Field, condition.Values)),
            (HeaderField.InInterface, NoInterface), (HeaderField.OutInterface, NoInterface),
            (HeaderField.InInterface, loopback), (HeaderField.OutInterface, loopback),
            .. Enum.GetValues<Flow>().Select(flow => (HeaderField.State, Flows.Of(flow))),
        ]);
        _compiler = new RuleCompiler(_space, rules, _outcomes);
    }

    /// <summary>The family of the headers.</summary>
    public IpFamily Family => _space.Family;

    /// <summary>What may happen to one header.</summary>
    /// <exception cref="TooComplexException">The rules tell apart too much.</exception>
    public Outcome Decide(PacketPath path, PacketHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return _outcomes[_space.Evaluate(DiagramOf(path), header)];
    }

    /// <summary>Every difference between what the kernel does and what the topology wants.</summary>
    /// <remarks>Empty exactly when there is none. At most <see cref="DiagramBoxes.Most"/> per path.</remarks>
    /// <exception cref="TooComplexException">The rules tell apart too much.</exception>
    public ValueList<Difference> Differences() => _intent.Paths.SelectMany(Differences).ToValueList();

    /// <summary>Whether some header on a path may pass, of those whose fields have these values.</summary>
    internal int DiagramOf(PacketPath path)
    {
        if (!_diagrams.TryGetValue(path, out int diagram))
            _diagrams[path] = diagram = _compiler.Compile(path);
        return diagram;
    }

    internal HeaderSpace Space => _space;

    internal OutcomeTable Outcomes => _outcomes;

    private IEnumerable<Difference> Differences(PacketPath path)
    {
        Comparison comparison = new(_outcomes, _intent.Grants.Where(grant => grant.Path == path).ToValueList());
        DiagramStore diagrams = _space.Diagrams;
        int wanted = diagrams.Combine(DiagramStore.Result(Comparison.Forbidden), WantedOf(comparison), (_, allowed) => allowed);
        int differences = diagrams.Combine(DiagramOf(path), wanted, comparison.Compare);
        int onPath = diagrams.Choose(Universe(path), differences, DiagramStore.Result(Comparison.Same));
        return DiagramBoxes.Of(_space, onPath, Comparison.Same)
            .Select(box => comparison.ToDifference(path, Family, box.Result, box.Fields));
    }

    private int WantedOf(Comparison comparison)
    {
        DiagramStore diagrams = _space.Diagrams;
        int wanted = DiagramStore.Result(Comparison.Forbidden);
        for (int i = 0; i < comparison.Grants.Count; i++)
        {
            int region = DiagramStore.Yes;
            foreach (FieldCondition condition in comparison.Grants[i].Conditions)
                region = diagrams.And(region, _space.Where(condition.Field, condition.Values));
            int allowed = diagrams.Choose(region, DiagramStore.Result(i + 1), DiagramStore.Result(Comparison.Forbidden));
            wanted = diagrams.Combine(wanted, allowed, comparison.Stronger);
        }
        return wanted;
    }

    /// <summary>The headers that there are on a path: what comes in has not left, what leaves did not come in.</summary>
    private int Universe(PacketPath path)
    {
        int comesIn = _space.Diagrams.Not(_space.Where(HeaderField.InInterface, NoInterface));
        int leaves = _space.Diagrams.Not(_space.Where(HeaderField.OutInterface, NoInterface));
        return path switch
        {
            PacketPath.Incoming => _space.Diagrams.And(comesIn, _space.Diagrams.Not(leaves)),
            PacketPath.Outgoing => _space.Diagrams.And(leaves, _space.Diagrams.Not(comesIn)),
            _ => _space.Diagrams.And(comesIn, leaves),
        };
    }
}
