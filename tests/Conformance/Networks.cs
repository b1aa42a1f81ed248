using System.Text.Json;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Eras;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance;

/// <summary>The public networks, with the clocks that their Byron past gives them.</summary>
internal static class Networks
{
    public static ShelleyGenesis Genesis(string network) =>
        ShelleyGenesis.Parse(GenesisFile(network, "shelley"));

    public static GenesisSet GenesisSet(string network) => PoolTopology.Ledger.Parameters.GenesisSet.Parse(
        GenesisFile(network, "byron"),
        GenesisFile(network, "shelley"),
        GenesisFile(network, "alonzo"),
        GenesisFile(network, "conway"),
        new ExpectedGenesisHashes());

    public static ConsensusParameters Parameters(string network) => ConsensusParameters.FromGenesis(Genesis(network));

    /// <summary>The clock of the network's configuration, Byron past and all.</summary>
    public static SlotClock Clock(string network) => EraHistory.ClockOf(
        ByronGenesis.Parse(GenesisFile(network, "byron")), Genesis(network), Start(network));

    /// <summary>The network's configuration.</summary>
    public static ConsensusConfig Config(string network) =>
        ConsensusConfig.FromGenesis(GenesisSet(network), Start(network));

    private static ChainStart Start(string network)
    {
        using JsonDocument config = JsonDocument.Parse(
            VectorFiles.ReadBytes($"genesis/{network}/cardano-node/config.json"));
        ulong? HardForkEpoch(Era era) =>
            config.RootElement.TryGetProperty($"Test{era}HardForkAtEpoch", out JsonElement epoch) ? epoch.GetUInt64() : null;
        return ChainStart.Of(Genesis(network).NetworkMagic, HardForkEpoch)!;
    }

    private static byte[] GenesisFile(string network, string era) =>
        VectorFiles.ReadBytes($"genesis/{network}/genesis/{era}.json");
}
