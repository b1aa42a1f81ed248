using System.Globalization;
using System.Text;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Tests.Firewall;

/// <summary>Random devnets that are free of errors, leaning to edges: no access, one relay, shared machines, both address families.</summary>
internal static class RandomTopologies
{
    public static TopologyDocument Next(Random random)
    {
        while (true)
        {
            TopologyResult result = TopologyReader.Read(Text(random), "random.yaml");
            if (result.Document is { } document)
                return document;
        }
    }

    private static string Text(Random random)
    {
        int machines = random.Next(2, 7);
        StringBuilder text = new("version: 1\npool: { name: Random, ticker: RND, network: devnet }\nmachines:\n");
        for (int i = 0; i < machines; i++)
        {
            string address = random.Next(4) == 0 ? $"fd77::{i + 1:x}" : $"10.77.0.{i + 1}";
            text.Append(CultureInfo.InvariantCulture, $"  m{i}: {{ address: '{address}', ssh: {{ port: {22 + random.Next(2)} }} }}\n");
        }
        AppendNodes(text, random, "producers", "bp", 1 + random.Next(2), machines, i => i == 0 ? "" : ", standby: true");
        AppendNodes(text, random, "relays", "relay", 1 + random.Next(4), machines, _ => "");
        AppendNodes(text, random, "observers", "eye", random.Next(2), machines, _ => "");
        text.Append(CultureInfo.InvariantCulture, $"access: {{ manage: [{Networks(random)}], scrape: [{Networks(random)}], time: [{(random.Next(2) == 0 ? "" : "192.0.2.123, 'fd77::aa'")}] }}\n");
        return text.ToString();
    }

    private static void AppendNodes(StringBuilder text, Random random, string section, string name, int count, int machines, Func<int, string> extra)
    {
        text.Append(CultureInfo.InvariantCulture, $"{section}:{(count == 0 ? " {}" : "")}\n");
        for (int i = 0; i < count; i++)
        {
            int port = 3000 + random.Next(1000);
            text.Append(CultureInfo.InvariantCulture,
                $"  {name}-{i}: {{ machine: m{random.Next(machines)}, port: {port}, rpcPort: {port + 1000}, metricsPort: {port + 2000}{extra(i)} }}\n");
        }
    }

    private static string Networks(Random random) => string.Join(", ", new[]
    {
        "10.77.0.0/24", "10.77.0.2/32", "'fd77::/64'", "'fd77::3/128'", "192.0.2.0/24", "192.0.2.128/25",
    }.Where(_ => random.Next(3) == 0));
}
