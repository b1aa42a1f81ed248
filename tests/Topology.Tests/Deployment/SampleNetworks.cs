using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.PeerFiles;

namespace PoolTopology.Topology.Tests.Deployment;

/// <summary>Files of a network that does not exist, in the shape of those that do.</summary>
internal static class SampleNetworks
{
    private const string Config = """
        {
          "AlonzoGenesisFile": "alonzo.json",
          "ByronGenesisFile": "byron.json",
          "CheckpointsFile": "checkpoints.json",
          "ConsensusMode": "GenesisMode",
          "ConwayGenesisFile": "conway.json",
          "Protocol": "Cardano",
          "ShelleyGenesisFile": "../genesis/shelley.json",
          "ShelleyGenesisHash": "85a0a92aaac8c54d0e3ff1a286cd00aae9e2444ef2df659ceff9b6554963a429",
          "TraceOptions": {
            "": { "backends": ["EKGBackend", "PrometheusSimple suffix 127.0.0.1 12798"], "severity": "Notice" },
            "Forge.Loop": { "maxFrequency": 2.0 }
          },
          "hasEKG": 12788
        }
        """;

    public static readonly NetworkFiles Files = new(
        new NetworkFile("config.json", FileContent.Of(Config)),
        [
            Named("alonzo.json", "{ \"era\": \"alonzo\" }\n"),
            Named("byron.json", "{\n  \"era\": \"byron\"\n}"),
            Named("checkpoints.json", "{}\n"),
            Named("conway.json", "{ }\n"),
            Named("peer-snapshot.json", "{ \"peers\": [] }\n"),
            Named("shelley.json", "{\n  \"networkMagic\": 1\n}\n"),
        ],
        new NetworkFacts([new AccessPoint("boot.example.org", 3001)], 77),
        "peer-snapshot.json");

    public static readonly DeploymentFacts Facts = new(Files);

    private static NetworkFile Named(string name, string text) => new(name, FileContent.Of(text));
}
