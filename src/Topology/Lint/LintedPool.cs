using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;

namespace PoolTopology.Topology.Lint;

/// <summary>A plan and what was derived from it, as the rules look at it.</summary>
internal sealed class LintedPool
{
    public LintedPool(
        TopologyDocument document, IEnumerable<DesiredMachine> machines, IEnumerable<FirewallRuleSet> firewalls)
    {
        Document = document;
        Machines = [.. machines];
        Firewalls = [.. firewalls];
        foreach (DesiredMachine machine in Machines)
        {
            foreach (DesiredUnit unit in machine.Units)
                Add(machine, unit);
        }
        Addresses = document.Nodes.ToLookup(
            node => $"{document.MachineOf(node).Address}:{node.Port}", node => node);
    }

    public TopologyDocument Document { get; }

    public IReadOnlyList<DesiredMachine> Machines { get; }

    public IReadOnlyList<FirewallRuleSet> Firewalls { get; }

    public List<LintedNode> Nodes { get; } = [];

    /// <summary>The nodes of the plan by ADDRESS:PORT, as peer files name them.</summary>
    public ILookup<string, TopologyNode> Addresses { get; }

    private void Add(DesiredMachine machine, DesiredUnit unit)
    {
        TopologyNode node = Document.FindNode(unit.NodeName)
            ?? throw new ArgumentException($"{unit.NodeName} is not a node of this document");
        DerivedFile unitFile = machine.Files.Single(file => file.Path.EndsWith($"/{unit.Name}", StringComparison.Ordinal));
        DerivedFile peers = machine.Files.Single(file => IsOf(file, "topology.json"));
        DerivedFile? config = machine.Files.SingleOrDefault(file => IsOf(file, "config.json"));
        Nodes.Add(new LintedNode(
            node, Document.Engine, Read(unitFile), Read(peers), config is null ? null : Read(config),
            [.. machine.Secrets.Where(secret => secret.NodeName == node.Name)]));

        bool IsOf(DerivedFile file, string name) =>
            file.Path.EndsWith($"/{unit.NodeName}/{name}", StringComparison.Ordinal);

        LintedFile Read(DerivedFile file) => new(machine.MachineName, file);
    }
}
