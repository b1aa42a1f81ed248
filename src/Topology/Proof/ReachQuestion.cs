using PoolTopology.Topology.Headers;
using PoolTopology.Topology.Intents;

namespace PoolTopology.Topology.Proof;

/// <summary>Asks one model where first packets from or to some addresses get; answers are remembered by class.</summary>
internal sealed class ReachQuestion
{
    /// <summary>The flags of a TCP packet that opens a connection.</summary>
    private const int ValueOfSyn = 2;

    private readonly MachineModel _model;
    private readonly PacketPath _path;
    private readonly bool[]?[] _allowed = new bool[]?[HeaderFields.All.Count];
    private readonly Dictionary<string, Reach> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<int, (bool, bool)> _seen = [];

    /// <param name="model">The machine.</param>
    /// <param name="path">Whether packets come to it or leave it.</param>
    /// <param name="own">Its addresses.</param>
    /// <param name="sourcePort">The port that packets come from; null for any.</param>
    public ReachQuestion(MachineModel model, PacketPath path, FieldSet own, int? sourcePort = null)
    {
        (_model, _path) = (model, path);
        FieldSet none = FieldSet.Of((UInt128)0);
        FieldSet cable = none.Union(FieldSet.Of(InterfaceName.Loopback)).ComplementUpTo(UInt128.MaxValue);
        bool isIncoming = path == PacketPath.Incoming;
        Allow(HeaderField.InInterface, isIncoming ? cable : none);
        Allow(HeaderField.OutInterface, isIncoming ? none : cable);
        Allow(HeaderField.State, Flows.Of(Flow.New));
        Allow(isIncoming ? HeaderField.Destination : HeaderField.Source, own);
        if (sourcePort is { } port)
            Allow(HeaderField.SourcePort, FieldSet.OfValues(port));
    }

    private FieldAtoms Protocols => _model.Space.AtomsOf(HeaderField.Protocol);

    /// <summary>What gets through from these senders, or to these receivers.</summary>
    public Reach With(FieldSet peers)
    {
        bool[] classes = _model.Space.AtomsOf(PeerField).Overlapping(peers);
        string key = string.Concat(classes.Select(isIn => isIn ? '1' : '0'));
        if (!_answers.TryGetValue(key, out Reach? known))
        {
            _allowed[(int)PeerField] = classes;
            _answers[key] = known = Ask();
        }
        return known;
    }

    /// <summary>The ports of a protocol that packets from these senders, or to these receivers, get to.</summary>
    public OpenPorts Ports(int protocol, FieldSet peers)
    {
        Allow(PeerField, peers);
        return Ports(protocol);
    }

    private HeaderField PeerField => _path == PacketPath.Incoming ? HeaderField.Source : HeaderField.Destination;

    private Reach Ask()
    {
        int icmp = HeaderFields.IcmpOf(_model.Family);
        OpenPorts tcp = Ports(HeaderFields.Tcp);
        OpenPorts udp = Ports(HeaderFields.Udp);
        Allow(HeaderField.Protocol, FieldSet.OfValues(icmp));
        Allow(HeaderField.IcmpType, IcmpFacts.EchoRequest(_model.Family));
        Passage echo = Look();
        _allowed[(int)HeaderField.IcmpType] = null;
        return new Reach(tcp, udp, echo, Others(FieldSet.OfValues(HeaderFields.Tcp, HeaderFields.Udp, icmp)));
    }

    private OpenPorts Ports(int protocol)
    {
        Allow(HeaderField.Protocol, FieldSet.OfValues(protocol));
        if (protocol == HeaderFields.Tcp)
            Allow(HeaderField.TcpFlags, FieldSet.OfValues(ValueOfSyn));
        FieldAtoms ports = _model.Space.AtomsOf(HeaderField.DestinationPort);
        Passage[] passages = new Passage[ports.Count];
        for (int i = 0; i < ports.Count; i++)
        {
            _allowed[(int)HeaderField.DestinationPort] = Only(ports.Count, i);
            passages[i] = Look();
        }
        _allowed[(int)HeaderField.DestinationPort] = null;
        _allowed[(int)HeaderField.TcpFlags] = null;
        return new OpenPorts(
            ports.Values(Array.ConvertAll(passages, one => one == Passage.Always)),
            ports.Values(Array.ConvertAll(passages, one => one == Passage.Limited)));
    }

    private FieldSet Others(FieldSet asked)
    {
        bool[] open = new bool[Protocols.Count];
        for (int i = 0; i < open.Length; i++)
        {
            _allowed[(int)HeaderField.Protocol] = Only(open.Length, i);
            open[i] = Look() != Passage.Never;
        }
        return Protocols.Values(open).Except(asked);
    }

    private static bool[] Only(int count, int index)
    {
        bool[] only = new bool[count];
        only[index] = true;
        return only;
    }

    private void Allow(HeaderField field, FieldSet values) =>
        _allowed[(int)field] = _model.Space.AtomsOf(field).Overlapping(values);

    /// <summary>Whether none, all or some of the allowed headers pass.</summary>
    private Passage Look()
    {
        _seen.Clear();
        (bool mayPass, bool mayEnd) = Look(_model.DiagramOf(_path));
        return (mayPass, mayEnd) switch
        {
            (false, _) => Passage.Never,
            (_, false) => Passage.Always,
            _ => Passage.Limited,
        };
    }

    private (bool MayPass, bool MayEnd) Look(int diagram)
    {
        if (DiagramStore.IsResult(diagram))
        {
            Outcome outcome = _model.Outcomes[DiagramStore.ResultOf(diagram)];
            return (outcome.Passes is not null, outcome.Ends is not null);
        }
        if (_seen.TryGetValue(diagram, out (bool, bool) known))
            return known;
        (bool mayPass, bool mayEnd) = (false, false);
        bool[]? allowed = _allowed[_model.Space.Diagrams.FieldOf(diagram)];
        int[] branches = _model.Space.Diagrams.Branches(diagram);
        for (int i = 0; i < branches.Length && !(mayPass && mayEnd); i++)
        {
            if (allowed is not null && !allowed[i])
                continue;
            (bool passes, bool ends) = Look(branches[i]);
            mayPass |= passes;
            mayEnd |= ends;
        }
        return _seen[diagram] = (mayPass, mayEnd);
    }
}
