using System.Text.Json;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Conformance.Genesis;

/// <summary>genesis: the files of the public networks and of a devnet.</summary>
public class GenesisFiles
{
    [VectorFact]
    public void Every_hash_is_the_one_in_the_config_file()
    {
        (string Network, string Era)[] files = [.. new[] { "mainnet", "preprod", "preview" }
            .SelectMany(n => new[] { "Byron", "Shelley", "Alonzo", "Conway" }.Select(e => (n, e)))];
        VectorRun.All("genesis", files, f => $"{f.Network}-{f.Era}", f =>
        {
            byte[] file = VectorFiles.ReadBytes($"genesis/{f.Network}/genesis/{f.Era.ToLowerInvariant()}.json");
            using JsonDocument config = JsonDocument.Parse(
                VectorFiles.ReadBytes($"genesis/{f.Network}/cardano-node/config.json"));
            string? expected = config.RootElement.GetProperty(f.Era + "GenesisHash").GetString();
            Hash32 found = f.Era == "Byron" ? GenesisHashes.OfByron(file) : GenesisHashes.OfFile(file);
            return found.ToString() == expected ? null : $"expected {expected}, found {found}";
        }, atLeast: 12);
    }

    [VectorTheory]
    [InlineData("mainnet", 764824073u, 2160, 432000, 62, 45000000000000000ul)]
    [InlineData("preprod", 1u, 2160, 432000, 62, 45000000000000000ul)]
    [InlineData("preview", 2u, 432, 86400, 62, 45000000000000000ul)]
    public void Shelley_is_read_exactly(
        string network, uint magic, ulong k, ulong epochLength, ulong maxKesEvolutions, ulong supply)
    {
        ShelleyGenesis genesis = Networks.Genesis(network);
        Assert.Equal(new NetworkMagic(magic), genesis.NetworkMagic);
        Assert.Equal(k, genesis.SecurityParameter);
        Assert.Equal(epochLength, genesis.EpochLengthSlots);
        Assert.Equal(new Rational(1, 20), genesis.ActiveSlotsCoefficient);
        Assert.Equal(129600ul, genesis.SlotsPerKesPeriod);
        Assert.Equal(maxKesEvolutions, genesis.MaxKesEvolutions);
        Assert.Equal(supply, genesis.MaxLovelaceSupply.Value);
        Assert.Equal(TimeSpan.FromSeconds(1), genesis.SlotLength);
        Assert.Equal(7, genesis.GenesisDelegates.Count);
        Assert.Equal(network == "mainnet" ? NetworkId.Mainnet : NetworkId.Testnet, genesis.NetworkId);
    }

    [VectorTheory]
    [InlineData("mainnet")]
    [InlineData("preprod")]
    [InlineData("preview")]
    public void The_four_files_of_a_network_belong_together(string network)
    {
        using JsonDocument config = JsonDocument.Parse(
            VectorFiles.ReadBytes($"genesis/{network}/cardano-node/config.json"));
        Hash32 Hash(string era) => Hash32.Parse(config.RootElement.GetProperty(era + "GenesisHash").GetString()!);
        byte[] File(string era) => VectorFiles.ReadBytes($"genesis/{network}/genesis/{era}.json");
        ExpectedGenesisHashes expected = new(Hash("Byron"), Hash("Shelley"), Hash("Alonzo"), Hash("Conway"));
        GenesisSet set = GenesisSet.Parse(File("byron"), File("shelley"), File("alonzo"), File("conway"), expected);
        Assert.Equal(Hash("Shelley"), set.ShelleyHash);
        Assert.Equal((TimeSpan.FromSeconds(20), set.Shelley.SystemStart), (set.Byron.SlotLength, set.Byron.StartTime));
        Assert.Equal(network == "preview" ? 4320ul : 21600ul, set.Byron.EpochLengthSlots);
        GenesisException error = Assert.Throws<GenesisException>(() => GenesisSet.Parse(
            File("byron"), File("shelley"), File("conway"), File("alonzo"), expected));
        Assert.Equal("alonzo-genesis", error.Path);
    }

    [VectorFact]
    public void A_devnets_funds_are_its_first_stake()
    {
        ShelleyGenesis genesis = ShelleyGenesis.Parse(VectorFiles.ReadBytes("genesis/devnet/shelley-genesis.json"));
        PoolStake pool = Assert.Single(StakeDistribution.FromGenesis(genesis).Pools).Value;
        Assert.Equal(Rational.One, pool.RelativeStake);
        Assert.Equal(
            Hash32.Parse("fec17ed60cbf2ec5be3f061fb4de0b6ef1f20947cfbfce5fb2783d12f3f69ff5"), pool.VrfKeyHash);
        Assert.Equal(TimeSpan.FromMilliseconds(100), genesis.SlotLength);
    }
}
