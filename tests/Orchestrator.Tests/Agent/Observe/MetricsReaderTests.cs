using System.Text;
using PoolTopology.Orchestrator.Agent.Observe;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Observe;

public sealed class MetricsReaderTests
{
    private static readonly NodeMetrics Said = new()
    {
        TipSlot = 171_234_567, BlockNo = 12_654_321, Density = 0.04972, HotPeers = 2, WarmPeers = 1, InboundConnections = 3,
        OutboundConnections = 4, KesPeriod = 1321, RemainingKesPeriods = 41, ForgingEnabled = true, LeadershipChecks = 98_765,
        CouldNotForge = 1, SlotsMissed = 12,
    };

    [Fact]
    public void Old_and_new_names_with_and_without_suffixes_say_the_same()
    {
        Assert.Equal(Said, Read(MetricsSamples.Producer));
        Assert.Equal(Said, Read(MetricsSamples.OldProducer));
        Assert.Equal(Said, Read(MetricsSamples.WithoutSuffixes));
        Assert.Equal(Said, Read(MetricsSamples.Producer.Replace("\n", "\r\n", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_not_said_is_absent()
    {
        NodeMetrics replaying = Read(MetricsSamples.Replaying);

        Assert.False(replaying.HasTipSlot || replaying.HasHotPeers || replaying.HasLeadershipChecks || replaying.HasForgingEnabled);
        Assert.Equal(37.25, replaying.ReplayPercent);
    }

    [Theory]
    [InlineData("cardano_node_metrics_slotNum_int 12 1763800000000", 12UL)]
    [InlineData("  cardano_node_metrics_slotNum_int\t 12", 12UL)]
    [InlineData("cardano_node_metrics_slotNum_int 1.2e1", 12UL)]
    [InlineData("cardano_node_metrics_slotNum_int 12\ncardano_node_metrics_slotNum_int 13", 12UL)]
    [InlineData("cardano_node_metrics_slotNum_int 0", 0UL)]
    public void Forms_of_the_format_are_read(string line, ulong slot) => Assert.Equal(slot, Read(line + "\n").TipSlot);

    [Fact]
    public void Periods_beyond_a_certificates_end_are_none_and_a_density_of_nothing_is_absent()
    {
        NodeMetrics read = Read("cardano_node_metrics_remainingKESPeriods_int -3\ncardano_node_metrics_density_real NaN\n");
        Assert.Equal((true, 0UL, false), (read.HasRemainingKesPeriods, read.RemainingKesPeriods, read.HasDensity));
    }

    [Theory]
    [InlineData("", "nothing in them is of a cardano-node")]
    [InlineData("# EOF\n", "nothing in them is of a cardano-node")]
    [InlineData("<html><body>It works!</body></html>\n", "nothing in them is of a cardano-node")]
    [InlineData("node_load1 0.2\n", "nothing in them is of a cardano-node")]
    [InlineData("cardano_node_metrics_slotNum_int 12", "they end in the middle of a line")]
    [InlineData("cardano_node_metrics_slotNum_int\n", "line 1: cardano_node_metrics_slotNum_int is '', a number was expected")]
    [InlineData("\ncardano_node_metrics_slotNum_int many\n", "line 2: cardano_node_metrics_slotNum_int is 'many', a number was expected")]
    [InlineData("cardano_node_metrics_slotNum_int -1\n", "line 1: cardano_node_metrics_slotNum_int is '-1', a whole number was expected")]
    [InlineData("cardano_node_metrics_blockNum_int 1.5\n", "line 1: cardano_node_metrics_blockNum_int is '1.5', a whole number was expected")]
    [InlineData("cardano_node_metrics_slotNum_int NaN\n", "line 1: cardano_node_metrics_slotNum_int is 'NaN', a whole number was expected")]
    [InlineData("cardano_node_metrics_slotNum_int 1e300\n", "line 1: cardano_node_metrics_slotNum_int is '1E+300', a whole number was expected")]
    [InlineData(
        "cardano_node_metrics_slotNum_int a\u001b[2Jbcdefghijklmnopqrstuvwxyz\n",
        "line 1: cardano_node_metrics_slotNum_int is 'a?[2Jbcdefghijklmnopqrst', a number was expected")]
    public void What_makes_no_sense_is_said_with_its_line(string text, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<MetricsException>(() => Read(text)).Message);

    [Fact]
    public void Text_that_was_cut_within_a_line_is_never_read()
    {
        byte[] whole = Encoding.UTF8.GetBytes(MetricsSamples.Producer);
        for (int length = 1; length < whole.Length; length++)
        {
            if (whole[length - 1] != '\n')
                Assert.Throws<MetricsException>(() => MetricsReader.Read(whole.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Random_and_damaged_bytes_are_read_or_refused_and_never_throw_anything_else() => Seeds.ForAll(3000, random =>
    {
        byte[] text = random.Next(3) == 0
            ? new byte[random.Next(200)]
            : Encoding.UTF8.GetBytes(random.Next(2) == 0 ? MetricsSamples.Producer : MetricsSamples.OldProducer);
        if (text.Length < 200)
            random.NextBytes(text);
        for (int i = random.Next(8); i > 0 && text.Length > 0; i--)
            text[random.Next(text.Length)] = (byte)random.Next(256);
        try
        {
            MetricsReader.Read(text);
        }
        catch (MetricsException said)
        {
            Assert.DoesNotContain(said.Message, char.IsControl);
        }
    });

    private static NodeMetrics Read(string text) => MetricsReader.Read(Encoding.UTF8.GetBytes(text));
}
