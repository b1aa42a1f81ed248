using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Chain;
using Xunit;

namespace PoolTopology.Consensus.Tests.Chain;

public class ConsensusConfigTests
{
    private static readonly TestNetwork Network = TestNetwork.Create();

    [Fact]
    public void Everything_comes_from_the_genesis_file()
    {
        ConsensusConfig config = ConsensusConfig.FromGenesisFile(Network.GenesisFile);
        Assert.Equal(GenesisHashes.OfFile(Network.GenesisFile), config.GenesisHash);
        Assert.Equal(new Nonce(config.GenesisHash), config.InitialNonce);
        Assert.Equal((new NetworkMagic(42), 5ul), (config.NetworkMagic, config.SecurityParameter));
        Assert.Equal((200ul, TimeSpan.FromSeconds(1)), (config.Clock.EpochLengthSlots, config.Clock.SlotLength));
        Assert.Equal(config.Genesis.SystemStart, config.Clock.SystemStart);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(999, 0)]
    [InlineData(1000, 1)]
    [InlineData(61999, 61)]
    public void A_KES_period_is_a_run_of_slots(ulong slot, ulong period) =>
        Assert.Equal(new KesPeriod(period), Network.Config.KesPeriodOf(new Slot(slot)));

    [Fact]
    public void Genesis_delegates_start_with_counter_0()
    {
        Hash28 genesisKey = Hash28.Parse(new string('1', 56)), delegateKey = Hash28.Parse(new string('2', 56));
        ShelleyGenesis genesis = Network.Config.Genesis with
        {
            GenesisDelegates = Network.Config.Genesis.GenesisDelegates
                .Add(genesisKey, new GenesisDelegation(genesisKey, delegateKey, default)),
        };
        ConsensusConfig config = ConsensusConfig.FromGenesis(genesis, Network.Config.GenesisHash);
        ChainState state = ChainState.Genesis(config);
        Assert.Equal(0ul, Assert.Single(state.PraosState.OperationalCertificateCounters).Value);
        Assert.True(state.PraosState.OperationalCertificateCounters.ContainsKey(delegateKey));
    }
}
