using System.Net;
using System.Text;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using Xunit;

namespace PoolTopology.Topology.Tests.Document;

public sealed class TopologyReaderTests
{
    [Fact]
    public void ReadFile_repositorys_own_example_is_valid_without_any_finding()
    {
        TopologyResult result = TopologyReader.ReadFile(SampleTopologies.ExamplePath);

        Assert.Empty(result.Findings);
        TopologyDocument document = Assert.IsType<TopologyDocument>(result.Document);
        Assert.Equal(("Demo", "DEMO", "devnet"), (document.Pool.Name, document.Pool.Ticker, document.Pool.Network.ToString()));
        Assert.Equal(["127.0.0.11", "127.0.0.12", "127.0.0.13", "127.0.0.14"], document.Machines.Select(m => m.Address.ToString()));
        Assert.Equal(["bp", "relay-1", "relay-2", "observer"], document.Nodes.Select(n => n.Name));
        Assert.All(document.Nodes, node => Assert.Equal((3001, 12799, 12798), (node.Port, node.RpcPort, node.MetricsPort)));
    }

    [Fact]
    public void Read_every_key_of_a_public_pool_arrives_in_its_type()
    {
        TopologyResult result = SampleTopologies.Read(SampleTopologies.Public);

        Assert.Empty(result.Findings);
        TopologyDocument document = result.Document!; // Free of errors, as just asserted.
        Assert.Equal(new Machine("edge-2", IPAddress.Parse("198.51.100.12"), "sgp", new SshAccess("ops", 2222, "bastion")), document.Machines[2]);
        Assert.Equal(new ProducerNode("bp", "vault", 3001, 12799, 12798, IsStandby: false), Assert.Single(document.Producers));
        Assert.Equal("relay2.example.org", document.Relays[1].Public!.Text);
        Assert.Equal(["relay-2"], document.Observers[0].Follows!);
        Assert.IsType<BootstrapPolicy.Network>(document.Peers.Bootstrap);
        Assert.Equal(new PeerAddress(HostAddress.Of(IPAddress.Parse("192.0.2.99")), 6001), document.Peers.Partners[1]);
        Assert.Equal([IPNetwork.Parse("192.0.2.0/25"), IPNetwork.Parse("2001:db8:5::/64")], document.Access.Manage);
        Assert.Equal([IPAddress.Parse("192.0.2.123")], document.Access.TimeServers);
        Assert.Equal(new RolloutPolicy("relay-2", 1, TimeSpan.FromSeconds(90), TimeSpan.FromMinutes(90), TimeSpan.FromSeconds(30)), document.Rollout);
    }

    [Fact]
    public void Read_devnet_parameters_arrive_and_the_epoch_defaults_to_ten_k_over_f()
    {
        const string devnet = """
            devnet
              devnet: { slotLength: 0.2, activeSlotsCoeff: 0.05, securityParam: 10, slotsPerKesPeriod: 50, maxKesEvolutions: 20, networkMagic: 7 }
            """;
        string text = SampleTopologies.Example.Replace("network: devnet", "network: " + devnet, StringComparison.Ordinal);

        DevnetParameters read = SampleTopologies.Document(text).Pool.Devnet;

        Assert.Equal(TimeSpan.FromMilliseconds(200), read.SlotLength);
        Assert.Equal((0.05m, 10, 50, 20, 7u), (read.ActiveSlotsCoefficient, read.SecurityParameter, read.SlotsPerKesPeriod, read.MaxKesEvolutions, read.NetworkMagic));
        Assert.Equal(2000, read.EffectiveEpochLengthSlots);
    }

    [Fact]
    public void Read_eleven_different_mistakes_gives_eleven_errors_each_at_its_place_with_a_hint()
    {
        const string text = """
            version: 1
            pool: { name: Demo, ticker: demo, network: devnet, colour: red }
            machines:
              vault: { address: 127.0.0.300 }
              edge-1: { address: 127.0.0.12 }
              edge-1: { address: 127.0.0.15 }
              edge-2: { address: 127.0.0.13 }
            producers:
              bp: { machine: vault }
            relays:
              relay-1: { machine: edge-1, port: 70000 }
              relay-2: { machine: edge-3, port: 3001 }
            peers:
              partners: [{ addres: relay.example.org, port: "3001" }]
            access: { manage: [192.0.2.7] }
            rollout: { hold: 5 }

            """;

        TopologyResult result = SampleTopologies.Read(text);

        Assert.Null(result.Document);
        (string, string, string)[] expected =
        [
            ("2:29", FindingCode.BadValue, "pool.ticker"),
            ("2:52", FindingCode.UnknownKey, "pool.colour"),
            ("4:21", FindingCode.BadValue, "machines.vault.address"),
            ("6:3", FindingCode.DuplicateKey, "machines.edge-1"),
            ("9:3", FindingCode.MissingKey, "producers.bp.port"),
            ("11:37", FindingCode.BadValue, "relays.relay-1.port"),
            ("12:23", FindingCode.DanglingReference, "relays.relay-2.machine"),
            ("14:16", FindingCode.UnknownKey, "peers.partners[0].addres"),
            ("14:49", FindingCode.WrongType, "peers.partners[0].port"),
            ("15:20", FindingCode.BadValue, "access.manage[0]"),
            ("16:18", FindingCode.WrongType, "rollout.hold"),
        ];
        Assert.Equal(expected, result.Errors.Select(e => (e.Position.ToString(), e.Code, e.Path)));
        Assert.All(result.Errors, error => Assert.NotEmpty(error.Hint));
        Assert.All(result.Errors, error => Assert.StartsWith($"topology.yaml:{error.Position}: error: {error.Path}: ", error.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("relais:", "did you mean `relays`?")]
    [InlineData("Relays:", "did you mean `relays`?")]
    [InlineData("rleays:", "did you mean `relays`?")]
    public void Read_misspelt_required_key_is_one_error_and_its_content_is_read(string written, string hint)
    {
        string text = SampleTopologies.PublicWith(("relays:", written), ("port: 3002", "port: 0"));

        TopologyResult result = SampleTopologies.Read(text);

        Assert.Equal([(written.TrimEnd(':'), hint), ("relays.relay-2.port", "write a port, 1 to 65535, in decimal")], result.Errors.Select(e => (e.Path, e.Hint)));
    }

    [Fact]
    public void Read_unknown_key_that_resembles_nothing_lists_the_known_ones()
    {
        Finding finding = SampleTopologies.Single(SampleTopologies.PublicWith(("zone: sgp,", "zone: sgp, firmware: 3,")));

        Assert.Equal((FindingCode.UnknownKey, "machines.edge-2.firmware"), (finding.Code, finding.Path));
        Assert.Equal("known here: address, zone, ssh", finding.Hint);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    public void Read_other_version_is_named_as_such(string version)
    {
        Finding finding = SampleTopologies.Single(SampleTopologies.PublicWith(("version: 1", "version: " + version)));

        Assert.Equal((FindingCode.WrongVersion, "version", new SourcePosition(1, 10)), (finding.Code, finding.Path, finding.Position));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    [InlineData("\uFEFF")]
    public void Read_empty_file_is_one_error(string text)
    {
        Finding finding = SampleTopologies.Single(text);

        Assert.Equal((FindingCode.Unreadable, "the file is empty"), (finding.Code, finding.Message));
    }

    [Theory]
    [InlineData("---\n", "nothing where the file")]
    [InlineData("[]", "a list where the file")]
    [InlineData("hello", "text (\"hello\") where the file")]
    [InlineData("true", "a truth value (\"true\") where the file")]
    public void Read_root_that_is_no_mapping_is_one_error(string text, string message)
    {
        Finding finding = SampleTopologies.Single(text);

        Assert.Equal(FindingCode.WrongType, finding.Code);
        Assert.StartsWith(message, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_empty_mapping_names_every_missing_key()
    {
        TopologyResult result = SampleTopologies.Read("{}");

        Assert.Equal(["version", "pool", "machines", "producers", "relays"], result.Errors.Select(e => e.Path));
        Assert.All(result.Errors, error => Assert.Equal(FindingCode.MissingKey, error.Code));
    }

    [Fact]
    public void Read_byte_order_mark_and_carriage_returns_change_nothing()
    {
        TopologyDocument plain = SampleTopologies.Document(SampleTopologies.Public);

        Assert.Equal(plain, SampleTopologies.Document("\uFEFF" + SampleTopologies.Public));
        Assert.Equal(plain, SampleTopologies.Document(SampleTopologies.Public.ReplaceLineEndings("\r\n")));
        Assert.Equal(plain, TopologyReader.Read([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(SampleTopologies.Public)], "x").Document);
    }

    [Fact]
    public void Read_bytes_that_are_not_utf8_are_located()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(SampleTopologies.PublicWith(("Sample pool", "Sämple ? pool")));
        bytes[Array.IndexOf(bytes, (byte)'?')] = 0xE4;

        TopologyResult result = TopologyReader.Read(bytes, "topology.yaml");

        Finding finding = Assert.Single(result.Findings);
        Assert.Equal((FindingCode.Unreadable, new SourcePosition(2, 22)), (finding.Code, finding.Position));
    }

    [Fact]
    public void ReadFile_missing_file_is_one_error_without_a_position()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

        Finding finding = Assert.Single(TopologyReader.ReadFile(path).Findings);

        Assert.Equal((FindingCode.Unreadable, default), (finding.Code, finding.Position));
        Assert.StartsWith($"{path}: error: ", finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void ReadFile_path_that_is_no_file_is_one_error(string path) =>
        Assert.Equal(FindingCode.Unreadable, Assert.Single(TopologyReader.ReadFile(path).Findings).Code);

    [Fact]
    public void Read_longer_than_the_limit_is_one_error()
    {
        Finding finding = SampleTopologies.Single(new string('#', (4 * 1024 * 1024) + 1));

        Assert.Equal((FindingCode.Unreadable, "the file is longer than 4 MiB"), (finding.Code, finding.Message));
    }

    [Fact]
    public void Read_more_mistakes_than_are_listed_says_how_many_more()
    {
        string networks = string.Join(", ", Enumerable.Repeat("nowhere", 250));

        TopologyResult result = SampleTopologies.Read(SampleTopologies.PublicWith(("[192.0.2.8/32]", $"[{networks}]")));

        Assert.Equal(201, result.Findings.Count);
        Assert.Equal((FindingCode.TooMany, "50 further findings are not listed"), (result.Findings[^1].Code, result.Findings[^1].Message));
    }

    [Theory]
    [InlineData("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleOfAKeyThatOpensNothingAtAll0000000000", true)]
    [InlineData("vault.example.org ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIExampleOfAKeyThatOpensNothingAtAll0000000000", false)]
    [InlineData("AAAAC3NzaC1lZDI1NTE5AAAAIExampleOfAKeyThatOpensNothingAtAll0000000000", false)]
    [InlineData("ssh-ed25519 short", false)]
    [InlineData("SHA256:0000000000000000000000000000000000000000000", false)]
    public void Read_host_key_is_a_kind_and_a_key(string key, bool isGood)
    {
        TopologyResult result = SampleTopologies.Read(SampleTopologies.PublicWith(("jump: bastion", $"jump: bastion, hostKey: '{key}'")));

        Assert.Equal(isGood, result.Document is not null);
        Assert.Equal(isGood ? key : null, result.Document?.Machines[2].Ssh.HostKey);
        Assert.All(result.Findings, finding => Assert.Equal("machines.edge-2.ssh.hostKey", finding.Path));
    }

    [Fact]
    public void Read_alerts_rollout_and_network_files_arrive_in_their_types()
    {
        TopologyDocument document = SampleTopologies.Document(SampleTopologies.PublicWith(
            ("network: preprod", "network: preprod, networkFiles: ./files"),
            ("rollout: {", "alerts: { kesPeriods: 10, silence: 8m, divergence: 3, missedSlots: 2 }\nrollout: { batch: 1, confirm: 45s,")));

        Assert.Equal("./files", document.Pool.NetworkFiles);
        Assert.Equal(new AlertPolicy(10, TimeSpan.FromMinutes(8), 3, 2), document.Alerts);
        Assert.Equal((1, TimeSpan.FromSeconds(45)), (document.Rollout.Batch, document.Rollout.Confirm));
    }

    [Fact]
    public void Sources_name_the_line_of_every_key_and_the_nearest_one_above_an_absent_key()
    {
        SourceMap sources = SampleTopologies.Read(SampleTopologies.Public).Sources;

        Assert.Equal(new SourcePosition(12, 37), sources.Nearest("relays.relay-2.port"));
        Assert.Equal(new SourcePosition(12, 3), sources.Nearest("relays.relay-2.rpcPort"));
        Assert.Equal(new SourcePosition(19, 18), sources.Nearest("peers.partners[1].address"));
        Assert.Equal(SourcePosition.Start, sources.Nearest("nothing.like.it"));
        Assert.True(sources.Contains("rollout.canary"));
        Assert.False(sources.Contains("relays.relay-2.rpcPort"));
    }
}
