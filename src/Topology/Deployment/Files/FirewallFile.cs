using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;

namespace PoolTopology.Topology.Deployment.Files;

/// <summary>A machine's nftables file, with the key behind every line.</summary>
internal sealed class FirewallFile(TopologyDocument document)
{
    public const string Path = "/etc/pooltopology/firewall.nft";

    private readonly FirewallElements _elements = new(document);

    public DerivedFile For(Machine machine)
    {
        FirewallRuleSet rules = FirewallDerivation.For(document, machine.Name);
        string text = rules.Render();
        return new DerivedFile(
            Path, FileModes.Public, FileModes.Root, FileModes.Root, FileContent.Of(text),
            new ChangeEffect.LoadFirewall(), new FirewallReading(machine, rules, _elements).Lines(text));
    }
}
