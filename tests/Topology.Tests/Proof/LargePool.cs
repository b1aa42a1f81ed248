using System.Globalization;
using System.Text;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Tests.Proof;

/// <summary>A pool of many machines and what their kernels would list.</summary>
/// <remarks>
/// Machines of one role have rule sets that differ in names alone, so one kernel lists for all of them: loading a
/// thousand rule sets into a thousand namespaces would measure the kernel.
/// </remarks>
internal static class LargePool
{
    public static TopologyDocument Document(int machines)
    {
        StringBuilder text = new("version: 1\npool: { name: Large, ticker: LARGE, network: devnet }\nmachines:\n");
        text.Append("  vault: { address: 10.0.0.1, zone: z0 }\n  spare: { address: 10.0.0.2, zone: z1 }\n  watch: { address: 10.0.0.3 }\n");
        for (int i = 3; i < machines; i++)
            text.Append(CultureInfo.InvariantCulture, $"  edge-{i:0000}: {{ address: 10.1.{i / 200}.{1 + (i % 200)}, zone: z{i % 7} }}\n");
        text.Append("producers:\n  bp: { machine: vault, port: 3001 }\n  bp-2: { machine: spare, port: 3001, standby: true }\nrelays:\n");
        for (int i = 3; i < machines; i++)
            text.Append(CultureInfo.InvariantCulture, $"  relay-{i:0000}: {{ machine: edge-{i:0000}, port: 3001 }}\n");
        text.Append("observers:\n  eye: { machine: watch, port: 3001 }\naccess: { manage: [192.0.2.0/25], scrape: [192.0.2.8/32], time: [192.0.2.123] }\n");
        return SampleTopologies.Document(text.ToString());
    }

    /// <summary>The listing of every machine.</summary>
    public static Dictionary<string, string> Listings(TopologyDocument document)
    {
        Dictionary<string, string> listings = [];
        foreach (string machine in (string[])["vault", "spare", "watch", "edge-0003"])
            listings[machine] = KernelListing.OfText(FirewallDerivation.For(document, machine).Render());
        string relay = listings["edge-0003"];
        foreach (Machine machine in document.Machines.Where(machine => !listings.ContainsKey(machine.Name)))
            listings[machine.Name] = relay.Replace("-0003", machine.Name[^5..], StringComparison.Ordinal);
        return listings;
    }
}
