using System.Net;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Firewall;
using Xunit;

namespace PoolTopology.Topology.Tests.Derive;

public sealed class FirewallDerivationTests
{
    private readonly TopologyDocument _document = SampleTopologies.Document(SampleTopologies.Public);

    [Theory]
    [InlineData("vault")]
    [InlineData("edge-1")]
    [InlineData("edge-2")]
    [InlineData("watch")]
    public void For_each_machine_of_the_public_sample_is_as_it_was_read_and_approved(string machine) =>
        GoldenFiles.AssertSame($"public-{machine}.nft", FirewallDerivation.For(_document, machine).Render());

    [Theory]
    [InlineData("vault")]
    [InlineData("edge-1")]
    [InlineData("edge-2")]
    [InlineData("outside")]
    public void For_each_machine_of_the_example_is_as_it_was_read_and_approved(string machine) =>
        GoldenFiles.AssertSame($"example-{machine}.nft", FirewallDerivation.For(SampleTopologies.Document(SampleTopologies.Example), machine).Render());

    [Fact]
    public void For_machine_that_is_not_there_is_refused() =>
        Assert.Throws<ArgumentException>(() => FirewallDerivation.For(_document, "nowhere"));

    [Fact]
    public void For_hidden_machine_has_no_rule_that_accepts_a_connection_merely_because_it_exists()
    {
        FirewallRuleSet rules = FirewallDerivation.For(_document, "vault");

        Assert.Equal([FirewallHook.Input, FirewallHook.Output, FirewallHook.Forward], rules.Chains.Select(chain => chain.Hook));
        foreach (FirewallRule rule in rules.Chains.SelectMany(chain => chain.Rules).Where(rule => rule.Verdict == FirewallVerdict.Accept))
        {
            bool isTied = rule.Matches.Any(match => match is FirewallMatch.Loopback or FirewallMatch.SourceIn or FirewallMatch.DestinationIn
                or FirewallMatch.SourceEndPointIn or FirewallMatch.DestinationEndPointIn or FirewallMatch.IcmpIn);
            Assert.True(isTied, rule.ToString());
        }
    }

    [Fact]
    public void For_machine_with_a_producer_strangers_are_refused_before_anything_else_than_loopback()
    {
        foreach (string machine in (string[])["vault", "edge-1"])
        {
            TopologyDocument document = SampleTopologies.Document(SampleTopologies.PublicWith(
                ("preprod", "devnet"), ("bp: { machine: vault, port: 3001", $"bp: {{ machine: {machine}, port: 3009, rpcPort: 1, metricsPort: 2")));
            FirewallRule[] input = [.. FirewallDerivation.For(document, machine).Chains[0].Rules];

            Assert.Equal(FirewallVerdict.Accept, input[0].Verdict);
            Assert.IsType<FirewallMatch.Loopback>(Assert.Single(input[0].Matches));
            Assert.All(input[1..3], rule => Assert.Equal((FirewallVerdict.Drop, "node-bp-strangers", "producers.bp.port"), (rule.Verdict, rule.Counter, rule.Path)));
            Assert.Equal([IpFamily.V4, IpFamily.V6], input[1..3].Select(rule => rule.Matches.OfType<FirewallMatch.SourceNotIn>().Single().Family));
        }
    }

    [Fact]
    public void For_relay_members_come_before_the_limits_of_strangers()
    {
        FirewallRule[] input = [.. FirewallDerivation.For(_document, "edge-1").Chains[0].Rules];
        int members = Array.FindIndex(input, rule => rule.Matches.OfType<FirewallMatch.SourceIn>().Any(match => match.SetName == "members4"));
        int limits = Array.FindIndex(input, rule => rule.Matches.Any(match => match is FirewallMatch.OverRate or FirewallMatch.OverConnections));

        Assert.InRange(members, 1, limits - 1);
        Assert.Single(FirewallDerivation.For(_document, "edge-1").Chains);
    }

    [Fact]
    public void For_replaced_addresses_gives_replaced_sets()
    {
        TopologyDocument moved = _document.WithAddresses(new Dictionary<string, IPAddress>
        {
            ["vault"] = IPAddress.Parse("10.77.0.1"),
            ["edge-1"] = IPAddress.Parse("fd77::2"),
            ["edge-2"] = IPAddress.Parse("10.77.0.3"),
        });

        FirewallRuleSet vault = FirewallDerivation.For(moved, "vault");

        Assert.Equal(["10.77.0.3"], Elements(vault, "relays4"));
        Assert.Equal(["fd77::2"], Elements(vault, "relays6"));
        Assert.Equal(["10.77.0.3 . 3002"], Elements(vault, "relay_ports4"));
        Assert.Equal(["fd77::2 . 3001"], Elements(vault, "relay_ports6"));
    }

    [Fact]
    public void For_machine_with_several_nodes_opens_the_ports_of_all_of_them()
    {
        TopologyDocument document = SampleTopologies.Document(SampleTopologies.PublicWith(
            ("relay-2: { machine: edge-2, port: 3002", "relay-2: { machine: edge-1, port: 3002, rpcPort: 4001, metricsPort: 4002")));

        string text = FirewallDerivation.For(document, "edge-1").Render();

        Assert.Contains("ip saddr @manage4 tcp dport { 22, 4001, 12799 } accept comment \"access.manage\"", text, StringComparison.Ordinal);
        Assert.Contains("ip saddr @scrape4 tcp dport { 4002, 12798 } accept comment \"access.scrape\"", text, StringComparison.Ordinal);
        Assert.Contains("tcp dport 3001 accept comment \"relays.relay-1.port\"", text, StringComparison.Ordinal);
        Assert.Contains("tcp dport 3002 accept comment \"relays.relay-2.port\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_every_rule_has_a_comment_with_the_path_that_caused_it()
    {
        foreach (Machine machine in _document.Machines)
        {
            string[] lines = FirewallDerivation.For(_document, machine.Name).Render().Split('\n');
            string[] rules = [.. lines.SkipWhile(line => !line.Contains("chain input", StringComparison.Ordinal))
                .Where(line => line.StartsWith("    ", StringComparison.Ordinal) && !line.Contains("type filter", StringComparison.Ordinal))];

            Assert.NotEmpty(rules);
            Assert.All(rules, rule => Assert.Matches("comment \"(machines|producers|relays|observers|access)[A-Za-z0-9_.\\[\\]-]*\"$", rule));
        }
    }

    private static ValueList<string> Elements(FirewallRuleSet rules, string name) => rules.Sets.Single(set => set.Name == name).Elements;
}
