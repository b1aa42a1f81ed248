using System.Runtime.ExceptionServices;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
using PoolTopology.Topology.Intents;
using PoolTopology.Topology.KernelRules;

namespace PoolTopology.Topology.Proof;

/// <summary>One machine of a proof: what was found, and the questions that can be asked of its models.</summary>
internal sealed class JudgedMachine
{
    private readonly Dictionary<(IpFamily, PacketPath), ReachQuestion> _questions = [];

    private JudgedMachine(Machine machine, ValueList<ProofFinding> findings) =>
        (Machine, Findings) = (machine, findings);

    public Machine Machine { get; }

    public ValueList<ProofFinding> Findings { get; }

    /// <summary>Judges on all processors; what one machine throws comes out as it is.</summary>
    public static void ForEach(int machines, Action<int> judge)
    {
        try
        {
            Parallel.For(0, machines, judge);
        }
        catch (AggregateException several) when (several.InnerExceptions.OfType<TooComplexException>().FirstOrDefault() is { } complex)
        {
            ExceptionDispatchInfo.Throw(complex);
        }
    }

    public static JudgedMachine Judge(PoolIntent intent, Machine machine, KernelRuleSet rules, Parties parties)
    {
        Dictionary<IpFamily, MachineModel> models = [];
        List<ProofFinding> findings = [];
        foreach (IpFamily family in (IpFamily[])[IpFamily.V4, IpFamily.V6])
        {
            MachineModel model = new(rules, intent.For(machine, family), family);
            models[family] = model;
            findings.AddRange(FindingMaker.Of(machine.Name, parties, model.Differences()));
        }
        JudgedMachine judged = new(machine, findings.ToValueList());
        foreach ((IpFamily family, MachineModel model) in models)
        {
            foreach (PacketPath path in (PacketPath[])[PacketPath.Incoming, PacketPath.Outgoing])
                judged._questions[(family, path)] = new ReachQuestion(model, path, judged.OwnAddresses(family));
        }
        return judged;
    }

    /// <summary>The machine's address, where it is of this family.</summary>
    public FieldSet AddressesOf(IpFamily family) => AddressSets.Of(family, [Machine.Address]);

    /// <summary>What those with these addresses can begin with this machine, as far as its own firewall has a say.</summary>
    public Reach Incoming(IpFamily family, FieldSet from) => _questions[(family, PacketPath.Incoming)].With(from);

    /// <summary>What this machine can begin with those who have these addresses.</summary>
    public Reach Outgoing(IpFamily family, FieldSet to) => _questions[(family, PacketPath.Outgoing)].With(to);

    /// <summary>An address of another family than the topology's is one that the system gave by itself: any.</summary>
    private FieldSet OwnAddresses(IpFamily family) =>
        AddressesOf(family) is { IsEmpty: false } own ? own : HeaderFields.Everything(HeaderField.Source, family);
}
