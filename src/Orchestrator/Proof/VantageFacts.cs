using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Orchestrator.Proof;

/// <summary>How a machine is connected.</summary>
/// <param name="Interface">The interface that leads to the others.</param>
/// <param name="Hardware">Its Ethernet address.</param>
/// <param name="Addresses">Its IP addresses, also those that the system gave by itself.</param>
internal sealed record VantageFacts(string Interface, string Hardware, ImmutableArray<string> Addresses)
{
    /// <summary>Asks a machine.</summary>
    public static async Task<VantageFacts> ReadAsync(IVantage vantage, string interfaceName, CancellationToken cancellation)
    {
        string answer = await vantage.RunAsync(["ip", "-j", "addr", "show", "dev", interfaceName], "", cancellation);
        using JsonDocument links = JsonDocument.Parse(answer);
        JsonElement link = links.RootElement[0];
        return new VantageFacts(
            interfaceName,
            link.GetProperty("address").GetString() ?? "",
            [.. link.GetProperty("addr_info").EnumerateArray().Select(info => info.GetProperty("local").GetString() ?? "")]);
    }

    /// <summary>Its first address of a family, or null.</summary>
    public string? AddressOf(IpFamily family) =>
        Addresses.FirstOrDefault(address => AddressSets.FamilyOf(IPAddress.Parse(address)) == family);
}
