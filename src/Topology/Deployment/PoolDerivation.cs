using System.Net;
using PoolTopology.Topology.Deployment.Files;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment;

/// <summary>Makes everything that the machines get from the plan.</summary>
/// <remarks>
/// Pure: the same document and facts give the same bytes, and the order of entries does not matter but for
/// <see cref="DesiredMachine.Units"/>. What machines share is made once; instances may be used by several threads.
/// </remarks>
public sealed class PoolDerivation
{
    private readonly TopologyDocument _document;
    private readonly DeploymentFacts _facts;
    private readonly FirewallFile _firewalls;
    private readonly PeerJson _peers;
    private readonly NetworkFolder? _network;
    private readonly ConfigFile? _configs;
    private readonly ILookup<string, NodeLayout> _layouts;
    private readonly Lazy<DerivedFile[]> _monitoring;

    /// <summary>Prepares the derivation of a plan.</summary>
    /// <param name="document">The plan.</param>
    /// <param name="facts">What is known beside the plan.</param>
    /// <exception cref="System.Text.Json.JsonException">The network's config.json is not a JSON object.</exception>
    public PoolDerivation(TopologyDocument document, DeploymentFacts facts)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(facts);
        _document = document;
        _facts = facts;
        _firewalls = new FirewallFile(document);
        _peers = new PeerJson(document, facts.Network?.Peers ?? NetworkFacts.Of(document.Pool.Network));
        if (facts.Network is { } network)
        {
            _network = new NetworkFolder(network);
            _configs = new ConfigFile(document, network, _network);
        }
        _layouts = document.Nodes.ToLookup(node => node.MachineName, node => new NodeLayout(document.Engine, node));
        _monitoring = new Lazy<DerivedFile[]>(() => [TargetFile.Of(document), AlertFile.Of(document)]);
    }

    /// <summary>All machines, in the order of topology.yaml.</summary>
    public IEnumerable<DesiredMachine> Machines => _document.Machines.Select(For);

    /// <summary>What a Prometheus outside the plan needs: targets and alert rules.</summary>
    public ValueList<DerivedFile> Monitoring => _monitoring.Value.ToValueList();

    /// <summary>What a machine should be like.</summary>
    /// <param name="machineName">A machine of the plan.</param>
    public DesiredMachine For(string machineName) =>
        For(_document.FindMachine(machineName)
            ?? throw new ArgumentException($"no machine {machineName} in this document", nameof(machineName)));

    private DesiredMachine For(Machine machine)
    {
        NodeLayout[] layouts = [.. _layouts[machine.Name]];
        return new DesiredMachine(
            machine.Name,
            FilesOf(machine, layouts).OrderBy(file => file.Path, StringComparer.Ordinal).ToValueList(),
            layouts.Select(UnitOf).ToValueList(),
            layouts.Select(layout => new RequiredExecutable(layout.Program, layout.Executable))
                .Distinct()
                .OrderBy(executable => executable.Name, StringComparer.Ordinal)
                .ToValueList(),
            layouts.SelectMany(SecretsOf).OrderBy(secret => secret.Path, StringComparer.Ordinal).ToValueList(),
            new ClockExpectation(_document.Access.TimeServers, LargestClockOffset))
        {
            ControlPlaces = layouts.Where(layout => _document.Orchestrator is not null && !layout.IsReference)
                .Select(layout => new ControlPlace(layout.Node.Name, layout.ControlIdentity, layout.Enrolment, layout.User))
                .ToValueList(),
        };
    }

    private IEnumerable<DerivedFile> FilesOf(Machine machine, NodeLayout[] layouts)
    {
        yield return _firewalls.For(machine);
        yield return JournalFile.Of(machine);
        if (TimeFile.Of(_document.Access) is { } time)
            yield return time;
        if (layouts.Length > 0)
            yield return UserFile.Of(machine, layouts);
        if (layouts.Length > 0 && _network is not null)
        {
            foreach (DerivedFile file in _network.FilesFor(layouts[0]))
                yield return file;
        }
        foreach (NodeLayout layout in layouts)
        {
            yield return UnitFile.Of(_document, layout);
            yield return _peers.For(layout, PeerSnapshotOf(layout));
            if (_configs is not null)
                yield return _configs.For(layout);
        }
        if (MayScrape(machine))
        {
            foreach (DerivedFile file in _monitoring.Value)
                yield return file;
        }
    }

    private string? PeerSnapshotOf(NodeLayout layout) =>
        _facts.Network?.PeerSnapshot is { } name ? _network?.PathOf(name, layout) : null;

    private bool MayScrape(Machine machine) =>
        _document.Access.Scrape.Any((IPNetwork network) => network.Contains(machine.Address));

    private TimeSpan LargestClockOffset
    {
        get
        {
            TimeSpan slot = _document.Pool.Network.IsDevnet
                ? _document.Pool.Devnet.SlotLength
                : TimeSpan.FromSeconds(1);
            return TimeSpan.FromSeconds(Math.Max(0.25, slot.TotalSeconds / 2)); // Below that, looking from afar errs.
        }
    }

    private static DesiredUnit UnitOf(NodeLayout layout) => new(
        layout.UnitName, layout.Node.Name, layout.Node.Role, layout.IsStandby, IsEnabled: true, IsActive: true);

    private static IEnumerable<RequiredSecret> SecretsOf(NodeLayout layout)
    {
        if (!layout.HoldsKeys)
            return [];
        return
        [
            Secret(layout.KesKey, "the KES key, which signs headers"),
            Secret(layout.VrfKey, "the VRF key, which decides leadership"),
            Secret(layout.Certificate, "the operational certificate of the KES key"),
        ];

        RequiredSecret Secret(string path, string purpose) =>
            new(path, FileModes.Key, layout.User, layout.Node.Name, purpose);
    }
}
