using PoolTopology.TestKit;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using Xunit;

namespace PoolTopology.Topology.Tests;

/// <summary>Files that tests start from.</summary>
internal static class SampleTopologies
{
    /// <summary>A pool of a public network that no rule has anything to say about.</summary>
    public const string Public = """
        version: 1
        pool: { name: Sample pool, ticker: SMPL, network: preprod }
        machines:
          vault:  { address: 203.0.113.10, zone: fra }
          edge-1: { address: 203.0.113.11, zone: fra }
          edge-2: { address: 198.51.100.12, zone: sgp, ssh: { user: ops, port: 2222, jump: bastion } }
          watch:  { address: 192.0.2.40 }
        producers:
          bp: { machine: vault, port: 3001 }
        relays:
          relay-1: { machine: edge-1, port: 3001, public: relay1.example.org }
          relay-2: { machine: edge-2, port: 3002, public: relay2.example.org }
        observers:
          eye: { machine: watch, port: 3003, follows: [relay-2] }
        peers:
          bootstrap: network
          partners:
            - { address: relay.friend.example, port: 3001 }
            - { address: 192.0.2.99, port: 6001 }
        access:
          manage: [192.0.2.0/25, 2001:db8:5::/64]
          scrape: [192.0.2.8/32]
          time: [192.0.2.123]
        rollout: { canary: relay-2, hold: 90s, deadline: 1h30m }

        """;

    /// <summary>The repository's own topology.yaml.</summary>
    public static string ExamplePath => Path.Combine(RepositoryRoot.Find(), "topology.yaml");

    public static string Example => File.ReadAllText(ExamplePath);

    /// <summary>The public sample with pieces of its text replaced; each piece must be there.</summary>
    public static string PublicWith(params (string Old, string New)[] edits)
    {
        string text = Public;
        foreach ((string old, string replacement) in edits)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        }
        return text;
    }

    public static TopologyResult Read(string text) => TopologyReader.Read(text, "topology.yaml");

    /// <summary>Reads a file that must be free of errors.</summary>
    public static TopologyDocument Document(string text)
    {
        TopologyResult result = Read(text);
        Assert.True(result.Document is not null, string.Join('\n', result.Findings));
        return result.Document;
    }

    /// <summary>The one finding of a file.</summary>
    public static Finding Single(string text)
    {
        TopologyResult result = Read(text);
        Assert.True(result.Findings.Count == 1, string.Join('\n', result.Findings));
        return result.Findings[0];
    }
}
