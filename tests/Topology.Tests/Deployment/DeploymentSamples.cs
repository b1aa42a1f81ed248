using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Tests.Deployment;

/// <summary>The public sample with a standby and a relay that scrapes, for each engine.</summary>
internal static class DeploymentSamples
{
    public static string Text(string sample)
    {
        string text = SampleTopologies.PublicWith(
            ("  watch:  {", "  spare:  { address: 203.0.113.20, zone: par }\n  watch:  {"),
            ("producers:\n", "producers:\n  bp-2: { machine: spare, port: 3001, standby: true }\n"),
            ("scrape: [192.0.2.8/32]", "scrape: [192.0.2.8/32, 203.0.113.11/32]"),
            ("rollout: {", "alerts: { kesPeriods: 10 }\nrollout: {"));
        return sample == "reference" ? text.Replace("machines:\n", "engine: cardano-node\nmachines:\n", StringComparison.Ordinal) : text;
    }

    public static TopologyDocument Document(string sample) => SampleTopologies.Document(Text(sample));

    public static PoolDerivation Pool(string sample) => new(Document(sample), SampleNetworks.Facts);
}
