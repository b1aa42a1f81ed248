using System.Globalization;
using System.Text;
using PoolTopology.Consensus.Blocks;
using PoolTopology.Consensus.Chain;

namespace PoolTopology.TestKit.Chain;

/// <summary>A network for tests: a Shelley genesis file with pools whose keys are known.</summary>
public sealed class TestNetwork
{
    private TestNetwork(TestNetworkOptions options)
    {
        Pools = [.. Enumerable.Range(0, options.Stakes.Count).Select(TestPool.FromNumber)];
        GenesisFile = Encoding.UTF8.GetBytes(GenesisJson(options, Pools));
        Config = ConsensusConfig.FromGenesisFile(GenesisFile);
        Rules = new BlockRules(Config);
        Genesis = ChainState.Genesis(Config);
    }

    /// <summary>The pools, in the order of the stakes asked for.</summary>
    public IReadOnlyList<TestPool> Pools { get; }

    /// <summary>The bytes of the Shelley genesis file.</summary>
    public byte[] GenesisFile { get; }

    /// <summary>The configuration that the file gives.</summary>
    public ConsensusConfig Config { get; }

    /// <summary>The rules of this network.</summary>
    public BlockRules Rules { get; }

    /// <summary>The state before the first block.</summary>
    public ChainState Genesis { get; }

    /// <summary>A network; by default of two pools with equal stake, f = 1/2, k = 5, epochs of 200 slots.</summary>
    public static TestNetwork Create(TestNetworkOptions? options = null) => new(options ?? new TestNetworkOptions());

    private static string GenesisJson(TestNetworkOptions options, IReadOnlyList<TestPool> pools)
    {
        IEnumerable<string> poolEntries = pools.Select(p => string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            "{{p.PoolId}}": { "cost": 0, "margin": 0, "metadata": null, "owners": [], "pledge": 0,
              "publicKey": "{{p.PoolId}}", "relays": [], "vrf": "{{p.VrfKeyHash}}",
              "rewardAccount": { "credential": { "keyHash": "{{p.PoolId}}" }, "network": "Testnet" } }
            """));
        // The pool's own id doubles as the stake key that delegates to it, and as the payment key of its money.
        IEnumerable<string> delegations = pools.Select(p => $"\"{p.PoolId}\": \"{p.PoolId}\"");
        IEnumerable<string> funds = pools.Select((p, i) => string.Create(
            CultureInfo.InvariantCulture, $"\"00{p.PoolId}{p.PoolId}\": {options.Stakes[i].Value}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {
              "activeSlotsCoeff": {{options.ActiveSlotsCoefficient}},
              "epochLength": {{options.EpochLengthSlots}},
              "genDelegs": {},
              "initialFunds": { {{string.Join(", ", funds)}} },
              "maxKESEvolutions": {{options.MaxKesEvolutions}},
              "maxLovelaceSupply": 45000000000000000,
              "networkId": "Testnet",
              "networkMagic": {{options.NetworkMagic}},
              "protocolParams": {
                "a0": 0, "decentralisationParam": 0, "eMax": 18, "extraEntropy": { "tag": "NeutralNonce" },
                "keyDeposit": 2000000, "maxBlockBodySize": 65536, "maxBlockHeaderSize": 1100, "maxTxSize": 16384,
                "minFeeA": 44, "minFeeB": 155381, "minPoolCost": 0, "minUTxOValue": 1000000, "nOpt": 10,
                "poolDeposit": 500000000, "protocolVersion": { "major": 10, "minor": 0 }, "rho": 0, "tau": 0
              },
              "securityParam": {{options.SecurityParameter}},
              "slotLength": {{options.SlotLengthSeconds}},
              "slotsPerKESPeriod": {{options.SlotsPerKesPeriod}},
              "staking": {
                "pools": { {{string.Join(", ", poolEntries)}} },
                "stake": { {{string.Join(", ", delegations)}} }
              },
              "systemStart": "{{options.SystemStart.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}}",
              "updateQuorum": 0
            }
            """);
    }
}
