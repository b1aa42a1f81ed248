using System.Text.RegularExpressions;
using PoolTopology.Node.Metrics;
using Xunit;
using V1 = PoolTopology.Rpc.Node.V1;

namespace PoolTopology.Node.Tests.Metrics;

public sealed partial class MetricsTextTests
{
    private static V1.Status Relay { get; } = new()
    {
        Name = "relay-1",
        Role = "relay",
        Version = "0.1.0",
        Tip = new V1.Tip { Slot = 77, BlockNo = 12, Hash = "aa" },
        Epoch = 1489,
        SlotInEpoch = 80_000,
        TipEpoch = 3,
        TipSlotInEpoch = 7,
        ChainDensity = 0.0475,
        Peers = { new V1.Peer { State = V1.Peer.Types.State.Hot, IsUpstream = true } },
        Health = { new V1.ServiceHealth { Service = "", Serving = true }, new V1.ServiceHealth { Service = "live", Serving = false } },
    };

    [Fact]
    public void Every_line_is_a_comment_or_a_sample() =>
        Assert.All(Lines(Producer()), line => Assert.Matches(Line(), line));

    [Fact]
    public void Every_metric_has_help_and_type_once()
    {
        string[] lines = Lines(Producer());
        foreach (string name in lines.Where(line => line[0] != '#').Select(line => line.Split('{', ' ')[0]).Distinct())
        {
            Assert.Single(lines, line => line.StartsWith($"# HELP {name} ", StringComparison.Ordinal));
            Assert.Single(lines, line => line.StartsWith($"# TYPE {name} ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("cardano_node_metrics_blockNum_int", "12")]
    [InlineData("cardano_node_metrics_slotNum_int", "77")]
    [InlineData("cardano_node_metrics_epoch_int", "3")]
    [InlineData("cardano_node_metrics_density_real", "0.0475")]
    [InlineData("cardano_node_metrics_peerSelection_Hot_int", "1")]
    [InlineData("cardano_node_metrics_remainingKESPeriods_int", "62")]
    [InlineData("cardano_node_metrics_forging_enabled_int", "1")]
    public void Values_stand_under_the_names_of_the_reference(string name, string value) =>
        Assert.Contains($"{name} {value}", Lines(Producer()));

    [Fact]
    public void Relay_has_no_forging_metrics() =>
        Assert.DoesNotContain(Lines(Relay), line => line.Contains("KES", StringComparison.Ordinal));

    [Fact]
    public void Names_cannot_break_out_of_their_label() =>
        Assert.Contains(
            """cardano_build_info{version="0.1.0",node="a\"b\\c\nd",role="relay"} 1""",
            Lines(new V1.Status(Relay) { Name = "a\"b\\c\nd" }));

    private static V1.Status Producer() => new(Relay)
    {
        Forging = new V1.Forging { Enabled = true, KesPeriod = 5, KesExpiryPeriod = 67, BlocksForged = 4 },
    };

    private static string[] Lines(V1.Status status) => MetricsText.Render(status).TrimEnd('\n').Split('\n');

    [GeneratedRegex("""^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="([^"\\\n]|\\.)*",?)+\})? \d+(\.\d+)?)$""")]
    private static partial Regex Line();
}
