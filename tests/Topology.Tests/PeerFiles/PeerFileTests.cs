using System.Text;
using PoolTopology.TestKit.Vectors;
using PoolTopology.Topology.PeerFiles;
using Xunit;

namespace PoolTopology.Topology.Tests.PeerFiles;

public sealed class PeerFileTests
{
    private const string Full = """
        {
          "bootstrapPeers": [ { "address": "boot.example.org", "port": 3001 } ],
          "localRoots": [
            { "name": "own", "accessPoints": [ { "address": "10.0.0.1", "port": 3001 }, { "address": "10.0.0.2", "port": 3001 } ],
              "hotValency": 1, "warmValency": 2, "advertise": true, "trustable": true, "behindFirewall": true, "diffusionMode": "InitiatorOnly" },
            { "accessPoints": [ { "address": "_cardano._tcp.example.org" } ], "valency": 3 }
          ],
          "publicRoots": [ { "accessPoints": [], "advertise": true } ],
          "peerSnapshotFile": "peer-snapshot.json",
          "useLedgerAfterSlot": 128908821,
          "comment": "ignored"
        }
        """;

    [Fact]
    public void Parse_every_field_arrives_and_absent_ones_get_the_nodes_defaults()
    {
        PeerFile file = Parse(Full);

        Assert.Equal([new AccessPoint("boot.example.org", 3001)], file.BootstrapPeers);
        Assert.Equal(
            new LocalRootGroup
            {
                Name = "own",
                AccessPoints = [new AccessPoint("10.0.0.1", 3001), new AccessPoint("10.0.0.2", 3001)],
                HotValency = 1,
                WarmValency = 2,
                IsAdvertised = true,
                IsTrustable = true,
                IsBehindFirewall = true,
                DiffusionMode = DiffusionMode.InitiatorOnly,
            },
            file.LocalRoots[0]);
        Assert.Equal(
            new LocalRootGroup { AccessPoints = [new AccessPoint("_cardano._tcp.example.org", null)], HotValency = 3, WarmValency = 3 },
            file.LocalRoots[1]);
        Assert.Equal([new PublicRootGroup([], IsAdvertised: true)], file.PublicRoots);
        Assert.Equal(("peer-snapshot.json", 128908821), (file.PeerSnapshotFile, file.UseLedgerAfterSlot));
    }

    [Fact]
    public void Parse_smallest_file_uses_no_bootstrap_and_no_ledger_peers()
    {
        PeerFile file = Parse("""{ "localRoots": [], "publicRoots": [] }""");

        Assert.Null(file.BootstrapPeers);
        Assert.Equal(PeerFile.NeverUseLedger, file.UseLedgerAfterSlot);
        Assert.Null(file.PeerSnapshotFile);
    }

    [Theory]
    [InlineData("-1", -1)]
    [InlineData("-7.5", -1)]
    [InlineData("0", 0)]
    [InlineData("12.9", 12)]
    [InlineData("1e6", 1_000_000)]
    [InlineData("null", -1)]
    public void Parse_useLedgerAfterSlot_takes_any_number(string number, long expected) =>
        Assert.Equal(expected, Parse($$"""{ "localRoots": [], "publicRoots": [], "useLedgerAfterSlot": {{number}} }""").UseLedgerAfterSlot);

    [Theory]
    [InlineData("""{ "accessPoints": [], "valency": 2, "hotValency": 1 }""", 2)]
    [InlineData("""{ "accessPoints": [], "valency": "x", "hotValency": 1 }""", 1)]
    [InlineData("""{ "accessPoints": [], "valency": null, "hotValency": 1 }""", 1)]
    public void Parse_valency_is_read_first_and_hotValency_is_the_fallback(string group, int expected) =>
        Assert.Equal(expected, Parse($$"""{ "localRoots": [ {{group}} ], "publicRoots": [] }""").LocalRoots[0].HotValency);

    [Theory]
    [InlineData("[]", "expected an object, found a list")]
    [InlineData("{", "not JSON, line 1, byte 2")]
    [InlineData("", "not JSON, line 1, byte 1")]
    [InlineData("{}", "localRoots: this key is missing|publicRoots: this key is missing")]
    [InlineData("""{ "localRoots": {}, "publicRoots": 1 }""", "localRoots: expected a list, found an object|publicRoots: expected a list, found 1")]
    [InlineData("""{ "localRoots": [ 7 ], "publicRoots": [] }""", "localRoots[0]: expected an object, found 7")]
    [InlineData("""{ "localRoots": [ {} ], "publicRoots": [] }""", "localRoots[0].hotValency: this key is missing|localRoots[0].accessPoints: this key is missing")]
    [InlineData("""{ "localRoots": [ { "accessPoints": [ { "port": 1 } ], "hotValency": 1 } ], "publicRoots": [] }""", "localRoots[0].accessPoints[0].address: this key is missing")]
    [InlineData("""{ "localRoots": [ { "accessPoints": [ { "address": "a", "port": 65536 } ], "hotValency": 1 } ], "publicRoots": [] }""", "localRoots[0].accessPoints[0].port: 65536 is not a port, 0 to 65535")]
    [InlineData("""{ "localRoots": [ { "accessPoints": [ { "address": "10.0.0.1" } ], "hotValency": 1 } ], "publicRoots": [] }""", "localRoots[0].accessPoints[0].port: an IP address needs a port; only a DNS name may leave it to an SRV record")]
    [InlineData("""{ "localRoots": [ { "accessPoints": [], "hotValency": -1 } ], "publicRoots": [] }""", "localRoots[0].hotValency: expected a whole number, 0 or more, found -1")]
    [InlineData("""{ "localRoots": [ { "accessPoints": [], "hotValency": 2, "warmValency": 1 } ], "publicRoots": [] }""", "localRoots[0].warmValency: 1 is less than hotValency 2")]
    [InlineData("""{ "localRoots": [ { "accessPoints": [], "hotValency": 1, "diffusionMode": "Both" } ], "publicRoots": [] }""", "localRoots[0].diffusionMode: expected InitiatorOnly or InitiatorAndResponder")]
    [InlineData("""{ "localRoots": [], "publicRoots": [], "bootstrapPeers": "x", "useLedgerAfterSlot": "1" }""", "bootstrapPeers: expected a list, found text|useLedgerAfterSlot: expected a slot number, found text")]
    public void Parse_every_mistake_is_named_with_its_path(string json, string errors)
    {
        PeerFileResult result = PeerFile.Parse(json);

        Assert.Null(result.File);
        Assert.Equal(errors, string.Join('|', result.Errors));
    }

    [Fact]
    public void Parse_one_peer_in_two_groups_is_refused()
    {
        const string group = """{ "accessPoints": [ { "address": "10.0.0.1", "port": 3001 } ], "hotValency": 1 }""";

        PeerFileResult result = PeerFile.Parse($$"""{ "localRoots": [ {{group}}, {{group}} ], "publicRoots": [] }""");

        Assert.Equal("localRoots[1].accessPoints: 10.0.0.1:3001 is also in localRoots[0]; groups must not overlap", Assert.Single(result.Errors).ToString());
    }

    [Fact]
    public void Render_then_parse_gives_the_same_file_and_the_same_bytes()
    {
        PeerFile file = Parse(Full);

        string text = file.Render();

        Assert.Equal(file, Parse(text));
        Assert.Equal(text, Parse(text).Render());
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
    }

    [VectorTheory]
    [InlineData("genesis/mainnet/cardano-node/topology.json", 2, 0, 185_500_763L)]
    [InlineData("genesis/mainnet/cardano-node/topology-non-bootstrap-peers.json", 0, 3, 177_724_800L)]
    [InlineData("genesis/preprod/cardano-node/topology.json", 1, 0, 121_478_354L)]
    [InlineData("genesis/preview/cardano-node/topology.json", 1, 0, 110_678_393L)]
    public void Parse_the_networks_own_files(string path, int bootstrapPeers, int publicPeers, long slot)
    {
        PeerFile file = Parse(VectorFiles.ReadText(path));

        Assert.Equal(bootstrapPeers, file.BootstrapPeers?.Count ?? 0);
        Assert.Equal(publicPeers, file.PublicRoots.Sum(group => group.AccessPoints.Count));
        Assert.Equal(slot, file.UseLedgerAfterSlot);
        Assert.Equal(file, Parse(file.Render()));
    }

    [Fact]
    public void Parse_mutated_files_never_throws()
    {
        const int seed = 11;
        const string replacements = "{}[]\",:0-9eax\\u\uD800\0 ";
        Random random = new(seed);
        for (int round = 0; round < 20_000; round++)
        {
            StringBuilder text = new(Full);
            for (int edit = random.Next(4); edit >= 0; edit--)
                text[random.Next(text.Length)] = replacements[random.Next(replacements.Length)];
            try
            {
                PeerFileResult result = PeerFile.Parse(text.ToString());
                Assert.Equal(result.File is null, result.Errors.Count > 0);
                if (result.File is { } file)
                    Assert.Equal(file, Parse(file.Render()));
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed} round {round}: {exception}\n{text}");
            }
        }
    }

    [Theory]
    [InlineData("""{ "localRoots": [], "publicRoots": [], "peerSnapshotFile": "\ud800" }""")]
    [InlineData("""{ "\ud800": 1, "localRoots": [], "publicRoots": [] }""")]
    [InlineData("{ \"a\": \"\uD800\", \"localRoots\": [], \"publicRoots\": [] }")]
    public void Parse_half_a_character_never_throws(string json) => Assert.NotNull(PeerFile.Parse(json));

    [Fact]
    public void Parse_deep_nesting_is_refused()
    {
        string deep = $$"""{ "localRoots": {{new string('[', 100_000)}}""";

        Assert.Null(PeerFile.Parse(deep).File);
    }

    private static PeerFile Parse(string json)
    {
        PeerFileResult result = PeerFile.Parse(json);
        Assert.True(result.File is not null, string.Join('\n', result.Errors));
        return result.File;
    }
}
