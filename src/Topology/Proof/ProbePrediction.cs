using System.Net;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;
using PoolTopology.Topology.Intents;
using PoolTopology.Topology.KernelRules;

namespace PoolTopology.Topology.Proof;

/// <summary>Says which probes get through, so that what was measured can be held against the model.</summary>
/// <remarks>Not safe for several threads.</remarks>
/// <param name="document">The plan.</param>
/// <param name="rules">The rule set of every machine, by name.</param>
public sealed class ProbePrediction(TopologyDocument document, IReadOnlyDictionary<string, KernelRuleSet> rules)
{
    private readonly Dictionary<(string, IpFamily), MachineModel> _models = [];

    /// <summary>The ports that first packets get to.</summary>
    /// <param name="machine">The machine whose firewall is asked.</param>
    /// <param name="path">Whether the packets come to it or leave it.</param>
    /// <param name="protocol">The IP protocol: TCP or UDP.</param>
    /// <param name="source">The sender's address.</param>
    /// <param name="sourcePort">The sender's port.</param>
    /// <param name="target">The receiver's address.</param>
    /// <exception cref="TooComplexException">The rule set tells apart too much.</exception>
    public OpenPorts Of(
        Machine machine, PacketPath path, int protocol, IPAddress source, int sourcePort, IPAddress target)
    {
        ArgumentNullException.ThrowIfNull(machine);
        IpFamily family = AddressSets.FamilyOf(source);
        if (!_models.TryGetValue((machine.Name, family), out MachineModel? model))
        {
            model = new MachineModel(rules[machine.Name], Intent.For(document, machine, family), family);
            _models[(machine.Name, family)] = model;
        }
        bool isIncoming = path == PacketPath.Incoming;
        ReachQuestion question = new(model, path, FieldSet.Of(AddressSets.NumberOf(isIncoming ? target : source)), sourcePort);
        return question.Ports(protocol, FieldSet.Of(AddressSets.NumberOf(isIncoming ? source : target)));
    }
}
