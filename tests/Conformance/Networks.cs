using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Eras;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Chain;
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

    // Byron: 20 s slots in epochs of 21,600. Mainnet left it after epoch 207, preprod after 3; preview had none.
    public static SlotClock Clock(string network)
    {
        ShelleyGenesis genesis = Genesis(network);
        ulong byronEpochs = network switch { "mainnet" => 208, "preprod" => 4, _ => 0 };
        TimeSpan byronSlot = TimeSpan.FromSeconds(20);
        const ulong byronEpochLength = 21_600;
        if (byronEpochs == 0)
            return new SlotClock(genesis.SystemStart, genesis.SlotLength, genesis.EpochLengthSlots);
        ulong byronSlots = byronEpochs * byronEpochLength;
        return new SlotClock(genesis.SystemStart,
        [
            new SlotStretch(default, default, TimeSpan.Zero, byronSlot, byronEpochLength),
            new SlotStretch(
                new Slot(byronSlots),
                new EpochNo(byronEpochs),
                byronSlot * byronSlots,
                genesis.SlotLength,
                genesis.EpochLengthSlots),
        ]);
    }
}
