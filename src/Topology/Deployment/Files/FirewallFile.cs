using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;

namespace PoolTopology.Topology.Deployment.Files;

/// <summary>A machine's nftables file, with the key behind every line.</summary>
internal sealed class FirewallFile(TopologyDocument document)
{
    public const string Path = "/etc/pooltopology/firewall.nft";

    private readonly Dictionary<string, string> _addresses = Index(document);

    public DerivedFile For(Machine machine)
    {
        FirewallRuleSet rules = FirewallDerivation.For(document, machine.Name);
        string text = rules.Render();
        return new DerivedFile(
            Path, FileModes.Public, FileModes.Root, FileModes.Root, FileContent.Of(text),
            new ChangeEffect.LoadFirewall(), new FirewallReading(machine, rules, _addresses).Lines(text));
    }

    private static Dictionary<string, string> Index(TopologyDocument document)
    {
        Dictionary<string, string> addresses = new(StringComparer.Ordinal);
        foreach (Machine machine in document.Machines)
            addresses.TryAdd(machine.Address.ToString(), $"{machine.Path}.address");
        for (int i = 0; i < document.Access.TimeServers.Count; i++)
            addresses.TryAdd(document.Access.TimeServers[i].ToString(), $"access.time[{i}]");
        for (int i = 0; i < document.Access.Manage.Count; i++)
            addresses.TryAdd("manage " + document.Access.Manage[i], $"access.manage[{i}]");
        for (int i = 0; i < document.Access.Scrape.Count; i++)
            addresses.TryAdd("scrape " + document.Access.Scrape[i], $"access.scrape[{i}]");
        return addresses;
    }
}
