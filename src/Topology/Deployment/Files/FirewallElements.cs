using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;

namespace PoolTopology.Topology.Deployment.Files;

/// <summary>Which key stands behind each element of a firewall set, for all machines of a plan.</summary>
/// <remarks>A large pool's sets name its machines a million times, so each answer is made once.</remarks>
internal sealed class FirewallElements
{
    private readonly Dictionary<string, Dictionary<string, Provenance>> _sets = new(StringComparer.Ordinal);

    public FirewallElements(TopologyDocument document)
    {
        foreach (TopologyNode member in (TopologyNode[])[.. document.Producers, .. document.Relays])
        {
            Machine machine = document.MachineOf(member);
            string address = machine.Address.ToString();
            Add(SetName.Members, address, $"{machine.Path}.address");
            if (member is not RelayNode)
                continue;
            Add(SetName.Relays, address, $"{machine.Path}.address");
            Add(SetName.RelayPorts, $"{address} . {member.Port}", $"{member.Path}.port");
        }
        for (int i = 0; i < document.Access.Manage.Count; i++)
            Add(SetName.Manage, document.Access.Manage[i].ToString(), $"access.manage[{i}]");
        for (int i = 0; i < document.Access.Scrape.Count; i++)
            Add(SetName.Scrape, document.Access.Scrape[i].ToString(), $"access.scrape[{i}]");
        for (int i = 0; i < document.Access.TimeServers.Count; i++)
            Add(SetName.Time, document.Access.TimeServers[i].ToString(), $"access.time[{i}]");
        if (document.Orchestrator is { } orchestrator)
            Add(SetName.Orchestrator, $"{orchestrator.Address} . {orchestrator.Port}", "orchestrator");
    }

    /// <summary>What caused an element, as nft writes it.</summary>
    public Provenance Of(FirewallSet set, ReadOnlySpan<char> element) =>
        _sets.TryGetValue(set.BaseName, out Dictionary<string, Provenance>? known)
        && known.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(element, out Provenance? cause)
            ? cause
            : Of(set);

    /// <summary>What caused a set as a whole.</summary>
    public static Provenance Of(FirewallSet set) =>
        new(set.BaseName == SetName.Members ? "relays" : set.Path, ReasonOf(set.BaseName));

    private void Add(string set, string element, string path)
    {
        if (!_sets.TryGetValue(set, out Dictionary<string, Provenance>? known))
            _sets[set] = known = new Dictionary<string, Provenance>(StringComparer.Ordinal);
        known.TryAdd(element, new Provenance(path, ReasonOf(set)));
    }

    private static string ReasonOf(string set) => set switch
    {
        SetName.Manage => "who may use SSH and gRPC",
        SetName.Scrape => "who may read metrics",
        SetName.Time => "time servers that a hidden machine may ask",
        SetName.Orchestrator => "the service that the nodes attach to, outward",
        SetName.Rate => "how fast each stranger connects",
        SetName.Held => "how many connections each stranger holds",
        SetName.RelayPorts => "the relays' node-to-node ports, which the producer dials",
        SetName.Members => "the pool's own machines, which no limit applies to",
        _ => "the relays, which alone speak with the producer",
    };
}
