using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Keys.Devnet;

/// <summary>Writes the node configuration that names the genesis files and pins their hashes.</summary>
/// <remarks>
/// <c>cardano-node</c> reads the same file: every hard fork up to Conway is declared to be in epoch 0, so the first
/// block is a Conway block.
/// </remarks>
internal static class ConfigFile
{
    public const string Name = "config.json";

    public static byte[] Write(GenesisFiles genesis) => GenesisJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("Protocol", "Cardano");
        json.WriteString("RequiresNetworkMagic", "RequiresMagic");
        Write("Byron", GenesisFiles.ByronName, GenesisHashes.OfByron(genesis.Byron));
        Write("Shelley", GenesisFiles.ShelleyName, GenesisHashes.OfFile(genesis.Shelley));
        Write("Alonzo", GenesisFiles.AlonzoName, GenesisHashes.OfFile(genesis.Alonzo));
        Write("Conway", GenesisFiles.ConwayName, GenesisHashes.OfFile(genesis.Conway));
        foreach (string era in HardForks)
            json.WriteNumber($"Test{era}HardForkAtEpoch", 0);
        json.WriteBoolean("ExperimentalHardForksEnabled", false);
        json.WriteBoolean("ExperimentalProtocolsEnabled", false);
        json.WriteNumber("LastKnownBlockVersion-Major", 3);
        json.WriteNumber("LastKnownBlockVersion-Minor", 0);
        json.WriteNumber("LastKnownBlockVersion-Alt", 0);
        json.WriteString("ConsensusMode", "PraosMode");
        json.WriteBoolean("EnableP2P", true);
        json.WriteBoolean("PeerSharing", false);
        json.WriteBoolean("TurnOnLogging", true);
        json.WriteBoolean("TurnOnLogMetrics", true);
        json.WriteBoolean("UseTraceDispatcher", true);
        json.WriteString("minSeverity", "Info");
        json.WriteStartObject("TraceOptions");
        json.WriteStartObject("");
        json.WriteStartArray("backends");
        json.WriteStringValue("Stdout MachineFormat");
        json.WriteEndArray();
        json.WriteString("detail", "DNormal");
        json.WriteString("severity", "Notice");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();

        void Write(string era, string file, Hash32 hash)
        {
            json.WriteString($"{era}GenesisFile", file);
            json.WriteString($"{era}GenesisHash", hash.ToString());
        }
    });

    private static readonly string[] HardForks = ["Shelley", "Allegra", "Mary", "Alonzo", "Babbage", "Conway"];
}
