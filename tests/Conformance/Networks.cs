using System.Text.Json;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance;

/// <summary>The public networks, with the clocks that their Byron past gives them.</summary>
internal static class Networks
{
    public static ShelleyGenesis Genesis(string network) =>
        ShelleyGenesis.Parse(VectorFiles.ReadBytes($"genesis/{network}/genesis/shelley.json"));

    public static GenesisSet GenesisSet(string network) => PoolTopology.Ledger.Parameters.GenesisSet.Parse(
        VectorFiles.ReadBytes($"genesis/{network}/genesis/byron.json"),
        VectorFiles.ReadBytes($"genesis/{network}/genesis/shelley.json"),
        VectorFiles.ReadBytes($"genesis/{network}/genesis/alonzo.json"),
        VectorFiles.ReadBytes($"genesis/{network}/genesis/conway.json"),
        new ExpectedGenesisHashes());

    public static ConsensusParameters Parameters(string network) => ConsensusParameters.FromGenesis(Genesis(network));

    /// <summary>The clock of the network's configuration, Byron past and all.</summary>
    public static SlotClock Clock(string network)
    {
        using JsonDocument config = JsonDocument.Parse(
            VectorFiles.ReadBytes($"genesis/{network}/cardano-node/config.json"));
        ShelleyGenesis shelley = Genesis(network);
        ChainStart? start = ChainStart.Of(shelley.NetworkMagic, era =>
            config.RootElement.TryGetProperty($"Test{era}HardForkAtEpoch", out JsonElement epoch) ? epoch.GetUInt64() : null);
        ByronGenesis byron = ByronGenesis.Parse(VectorFiles.ReadBytes($"genesis/{network}/genesis/byron.json"));
        return EraHistory.ClockOf(byron, shelley, start!);
    }
}
