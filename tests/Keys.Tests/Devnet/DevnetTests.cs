using System.Text.Json;
using System.Text.Json.Nodes;
using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Hot;
using PoolTopology.Ledger.Parameters;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Vectors;
using Xunit;

namespace PoolTopology.Keys.Tests.Devnet;

public sealed class DevnetTests : IDisposable
{
    private readonly KeysBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Devnet_by_default_is_the_demo_network()
    {
        _bench.Expect("devnet --out-dir @net");
        ShelleyGenesis genesis = ReadShelley();
        Assert.Equal(TimeSpan.FromSeconds(0.5), genesis.SlotLength);
        Assert.Equal(new Rational(1, 4), genesis.ActiveSlotsCoefficient);
        Assert.Equal(20UL, genesis.SecurityParameter);
        Assert.Equal(800UL, genesis.EpochLengthSlots);
        Assert.Equal(Rational.Zero, genesis.ProtocolParameters.Rho);
        Assert.Equal(Rational.Zero, genesis.ProtocolParameters.Tau);
        Assert.Equal(_bench.Time.GetUtcNow().AddSeconds(10), genesis.SystemStart);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Devnet_gives_its_pools_equal_stake_and_keys_that_the_genesis_names(int pools)
    {
        _bench.Expect($"devnet --out-dir @net --pools {pools}");
        StakeDistribution stake = StakeDistribution.FromGenesis(ReadShelley());
        Assert.Equal(pools, stake.Pools.Count);
        for (int pool = 1; pool <= pools; pool++)
        {
            string folder = $"net/pools/{pool}/";
            using HotCredentials keys = HotCredentials.Read(
                new HotCredentialFiles(
                    _bench.PathOf(folder + "kes.skey"),
                    _bench.PathOf(folder + "vrf.skey"),
                    _bench.PathOf(folder + "opcert.cert")),
                expectedPoolId: null).Value!;
            PoolStake registered = stake.Find(keys.PoolId)!;
            Assert.Equal(new Rational(1, pools), registered.RelativeStake);
            Assert.Equal(keys.Vrf.VerificationKey.Hash32, registered.VrfKeyHash);
            Assert.Null(keys.Check(new KesPeriod(0), 62));
            Assert.Equal(1UL, CertificateFiles.ReadCounter(_bench.PathOf(folder + "cold.counter")).Value!.Next);
            VerificationKey cold = CertificateFiles.ReadColdKey(_bench.PathOf(folder + "cold.vkey")).Value!;
            Assert.Equal(keys.PoolId, cold.Hash28);
        }
    }

    [Fact]
    public void Devnet_keeps_secrets_from_others()
    {
        _bench.Expect("devnet --out-dir @net --pools 2");
        const UnixFileMode others = (UnixFileMode)0x3f;
        string[] secretFolders =
            [.. Directory.GetDirectories(_bench.PathOf("net/pools")), .. Directory.GetDirectories(_bench.PathOf("net/funds"))];
        Assert.Equal(4, secretFolders.Length);
        Assert.All(secretFolders, folder => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder) & others));
        string[] secrets = Directory.GetFiles(_bench.PathOf("net"), "*.skey", SearchOption.AllDirectories);
        Assert.Equal(10, secrets.Length);
        Assert.All(secrets, file => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & others));
    }

    [Fact]
    public void Config_names_the_genesis_files_by_their_hashes()
    {
        _bench.Expect("devnet --out-dir @net");
        JsonNode config = JsonNode.Parse(_bench.TextOf("net/config.json"))!;
        foreach (string era in (string[])["Shelley", "Alonzo", "Conway"])
        {
            byte[] file = File.ReadAllBytes(_bench.PathOf("net/" + (string)config[era + "GenesisFile"]!));
            Assert.Equal(GenesisHashes.OfFile(file).ToString(), (string)config[era + "GenesisHash"]!);
        }
        byte[] byron = File.ReadAllBytes(_bench.PathOf("net/" + (string)config["ByronGenesisFile"]!));
        Assert.Equal(GenesisHashes.OfByron(byron).ToString(), (string)config["ByronGenesisHash"]!);
        foreach (string era in (string[])["Shelley", "Allegra", "Mary", "Alonzo", "Babbage", "Conway"])
            Assert.Equal(0, (int)config[$"Test{era}HardForkAtEpoch"]!);
    }

    [Fact]
    public void Byron_and_shelley_start_at_the_same_second()
    {
        _bench.Time.Advance(TimeSpan.FromMilliseconds(1));
        _bench.Expect("devnet --out-dir @net --system-start +3 --slot-length 0.125 --network-magic 77");
        JsonNode byron = JsonNode.Parse(_bench.TextOf("net/byron-genesis.json"))!;
        ShelleyGenesis shelley = ReadShelley();
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 4, TimeSpan.Zero), shelley.SystemStart);
        Assert.Equal(shelley.SystemStart.ToUnixTimeSeconds(), (long)byron["startTime"]!);
        Assert.Equal("125", (string)byron["blockVersionData"]!["slotDuration"]!);
        Assert.Equal(77, (int)byron["protocolConsts"]!["protocolMagic"]!);
        Assert.Equal(77U, shelley.NetworkMagic.Value);
    }

    // What a node needs is what the files of a network that runs have.
    [VectorTheory]
    [InlineData("byron-genesis.json", "byron-genesis.json")]
    [InlineData("shelley-genesis.json", "shelley-genesis.json")]
    [InlineData("alonzo-genesis.json", "alonzo-genesis.json")]
    [InlineData("conway-genesis.json", "conway-genesis.json")]
    public void Genesis_files_have_every_key_of_another_devnets(string ours, string theirs)
    {
        _bench.Expect("devnet --out-dir @net");
        JsonNode expected = JsonNode.Parse(VectorFiles.ReadText("genesis/devnet/" + theirs))!;
        JsonNode found = JsonNode.Parse(_bench.TextOf("net/" + ours))!;
        // Optional in the ledger: a guard script, a committee, and cost models of languages that come by vote.
        string[] optional = ["constitution.script", "committee.members.*", "costModels.PlutusV2", "costModels.PlutusV3"];
        string[] missing = [.. Missing(expected, found, "").Except(optional)];
        Assert.Empty(missing);
    }

    [Fact]
    public void Same_seed_and_start_give_the_same_bytes()
    {
        const string options = " --pools 2 --seed one --system-start 2026-06-01T00:00:00Z";
        _bench.Expect("devnet --out-dir @a" + options);
        _bench.Expect("devnet --out-dir @b" + options);
        string[] files = [.. Directory
            .GetFiles(_bench.PathOf("a"), "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(_bench.PathOf("a"), f))];
        Assert.Equal(5 + (2 * 12), files.Length);
        Assert.All(files, file => Assert.Equal(_bench.TextOf("a/" + file), _bench.TextOf("b/" + file)));
    }

    [Fact]
    public void Without_a_seed_every_devnet_has_other_keys()
    {
        _bench.Expect("devnet --out-dir @a");
        _bench.Expect("devnet --out-dir @b");
        foreach (string key in (string[])["cold.skey", "vrf.skey", "kes.skey"])
            Assert.NotEqual(_bench.TextOf("a/pools/1/" + key), _bench.TextOf("b/pools/1/" + key));
    }

    [Fact]
    public void Devnet_over_a_folder_with_content_is_refused_and_leaves_it_alone()
    {
        Directory.CreateDirectory(_bench.PathOf("net"));
        File.WriteAllText(_bench.PathOf("net/mine"), "precious");
        Assert.Equal(1, _bench.Run("devnet --out-dir @net"));
        Assert.Equal(["net"], _bench.Names());
        Assert.Equal("precious", _bench.TextOf("net/mine"));
    }

    [Fact]
    public void Devnet_into_an_empty_folder_is_written()
    {
        Directory.CreateDirectory(_bench.PathOf("net"));
        _bench.Expect("devnet --out-dir @net");
        Assert.Equal(["net"], _bench.Names());
    }

    [Theory]
    [InlineData("--pools 0", "--pools must be 1 to 100, not 0")]
    [InlineData("--pools 101", "--pools must be 1 to 100, not 101")]
    [InlineData("--active-slots-coeff 0", "--active-slots-coeff must be above 0")]
    [InlineData("--active-slots-coeff 1.1", "--active-slots-coeff must be above 0")]
    [InlineData("--epoch-length 799", "at least 10k/f = 800 slots, not 799")]
    [InlineData("--security-param 0", "--security-param must be 1")]
    [InlineData("--security-param 18446744073709551615", "--security-param must be 1")]
    [InlineData("--slot-length 0", "--slot-length must be 0.001")]
    [InlineData("--slot-length 0.0005", "--slot-length must be 0.001")]
    [InlineData("--max-kes-evolutions 65", "--max-kes-evolutions must be 1 to 64, not 65")]
    [InlineData("--slots-per-kes-period 0", "--slots-per-kes-period must be at least 1")]
    [InlineData("--system-start tomorrow", "--system-start must be like")]
    [InlineData("--system-start 2026-01-01T00:00:00.5Z", "--system-start must be a whole second")]
    public void Parameters_outside_their_bounds_are_usage_with_a_sentence(string options, string sentence)
    {
        Assert.Equal(64, _bench.Run("devnet --out-dir @net " + options));
        Assert.Contains(sentence, _bench.Errors, StringComparison.Ordinal);
        Assert.Empty(_bench.Names());
    }

    [Fact]
    public void Several_wrong_parameters_are_all_reported()
    {
        _bench.Run("devnet --out-dir @net --pools 0 --slot-length 0 --max-kes-evolutions 0");
        Assert.Equal(3, _bench.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private ShelleyGenesis ReadShelley() =>
        ShelleyGenesis.Parse(File.ReadAllBytes(_bench.PathOf("net/shelley-genesis.json")));

    // Maps keyed by hashes are compared by their first entry.
    private static IEnumerable<string> Missing(JsonNode? expected, JsonNode? found, string path)
    {
        if (expected is not JsonObject theirs)
            return [];
        if (found is not JsonObject ours || found.GetValueKind() != JsonValueKind.Object)
            return [path];
        if (theirs.Count > 0 && theirs.All(p => p.Key.Length >= 56))
        {
            return ours.Count == 0
                ? [path + ".*"]
                : Missing(theirs.First().Value, ours.First().Value, path + ".*");
        }
        return theirs.SelectMany(p =>
        {
            string key = path.Length == 0 ? p.Key : $"{path}.{p.Key}";
            return ours.ContainsKey(p.Key) ? Missing(p.Value, ours[p.Key], key) : [key];
        });
    }
}
