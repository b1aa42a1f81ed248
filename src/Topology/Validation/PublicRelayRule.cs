using System.Net;
using System.Net.Sockets;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>A relay is reachable by the world under a name of its own, and the producer under none.</summary>
internal static class PublicRelayRule
{
    /// <summary>The port of the X Window System, which scanners try all day.</summary>
    private const int ScannedPort = 6000;

    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        Dictionary<(string, int), RelayNode> published = [];
        HashSet<string> hidden =
        [
            .. input.Placements.Where(p => p.Node is ProducerNode).Select(p => p.Machine.Address.ToString()),
        ];
        foreach ((TopologyNode node, Machine machine) in input.Placements)
        {
            if (node is not RelayNode relay)
                continue;
            if (relay.Port == ScannedPort)
                yield return Scanned(relay);
            if (relay.Public is null && !input.IsDevnet && IsPrivate(machine.Address))
                yield return Unreachable(relay, machine);
            if (relay.Public is { } name && hidden.Contains(name.Text))
                yield return Exposed(relay, name);
            else if (relay.Public is { } shared && !published.TryAdd((shared.Text, relay.Port), relay))
                yield return Shared(relay, shared, published[(shared.Text, relay.Port)]);
        }
    }

    private static RuleFinding Scanned(RelayNode relay) => new(
        Severity.Info, FindingCode.ScannedPort, $"{relay.Path}.port",
        "port 6000 is that of the X Window System: scanners will fill the relay's connections", "3001 is quieter");

    private static RuleFinding Unreachable(RelayNode relay, Machine machine) => new(
        Severity.Warning, FindingCode.PrivateRelayAddress, relay.Path,
        $"{machine.Address} is a private address and the relay has no `public` name, so the network cannot reach it",
        "add `public:` with the name or address that the registration publishes")
    {
        RestsOn = [$"{machine.Path}.address", $"{relay.Path}.machine", $"{relay.Path}.public"],
    };

    private static RuleFinding Exposed(RelayNode relay, HostAddress name) => new(
        Severity.Error, FindingCode.ProducerExposed, $"{relay.Path}.public",
        $"{name} is the producer's address: publishing it ends its hiding", "publish the relay's own name or address");

    private static RuleFinding Shared(RelayNode relay, HostAddress name, RelayNode other) => new(
        Severity.Info, FindingCode.DuplicatePublicAddress, $"{relay.Path}.public",
        $"{name} is also published for {other.Name}", "fine if the name resolves to both; otherwise give each its own");

    private static bool IsPrivate(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetwork)
            return address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal;
        byte[] b = address.GetAddressBytes();
        return b[0] == 10 || (b[0] == 172 && b[1] is >= 16 and < 32) || (b[0] == 192 && b[1] == 168)
            || (b[0] == 100 && b[1] is >= 64 and < 128) || (b[0] == 169 && b[1] == 254);
    }
}
