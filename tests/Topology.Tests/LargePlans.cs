using System.Globalization;
using System.Text;

namespace PoolTopology.Topology.Tests;

/// <summary>Plans of any size: one producer, relays, and observers on the rest of the machines.</summary>
internal static class LargePlans
{
    public static string Text(int machines, int relays)
    {
        StringBuilder text = new("version: 1\npool: { name: Large, ticker: LARGE, network: preprod }\nmachines:\n");
        for (int i = 0; i < machines; i++)
            text.Append(CultureInfo.InvariantCulture, $"  m{i}: {{ address: 198.18.{i / 250}.{(i % 250) + 1}, zone: z{i % 7} }}\n");
        text.Append("producers:\n  bp: { machine: m0, port: 3001 }\nrelays:\n");
        for (int i = 1; i <= relays; i++)
            text.Append(CultureInfo.InvariantCulture, $"  relay-{i}: {{ machine: m{i}, port: 3001 }}\n");
        text.Append(relays + 1 < machines ? "observers:\n" : "");
        for (int i = relays + 1; i < machines; i++)
            text.Append(CultureInfo.InvariantCulture, $"  eye-{i}: {{ machine: m{i}, port: 3001, follows: [relay-{1 + (i % relays)}] }}\n");
        text.Append("access: { manage: [192.0.2.0/25], scrape: [192.0.2.8/32], time: [192.0.2.123] }\n");
        return text.ToString();
    }
}
