using PoolTopology.Orchestrator.Agent.Firewall;
using PoolTopology.Orchestrator.Tests.Agent.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Firewall;

public sealed class RuleTextTests
{
    [Fact]
    public void Problem_of_what_is_derived_and_of_what_is_saved_is_none()
    {
        Assert.Null(RuleText.Problem(SampleRelease.Firewall("10.0.0.1")));
        Assert.Null(RuleText.Problem("# a comment; with { braces\n" + SampleRelease.Firewall("10.0.0.1", "10.0.0.2")));
        Assert.Null(RuleText.Problem(RuleText.Absent));
    }

    [Theory]
    [InlineData("flush ruleset", "not about")]
    [InlineData("table ip nat { }", "not about")]
    [InlineData("delete table inet docker", "not about")]
    [InlineData("add rule inet pool input accept", "not about")]
    [InlineData("include \"/etc/x.nft\"", "one file")]
    [InlineData("delete table inet pool; flush ruleset", "not about")]
    [InlineData("table inet pool { chain x { } }; flush ruleset", "not about")]
    [InlineData("}", "not about")]
    [InlineData("table inet pool {", "not closed")]
    public void Problem_of_anything_beyond_the_pools_table_is_named(string line, string because) =>
        Assert.Contains(because, RuleText.Problem(SampleRelease.Firewall("10.0.0.1") + line + "\n"));

    [Theory]
    [InlineData("}; flush ruleset\ntable inet pool {")]
    [InlineData("chain more { } }; flush ruleset; table inet pool {")]
    [InlineData("}; table ip nat {")]
    public void Problem_of_what_stands_behind_the_tables_end_is_named(string lines)
    {
        string rules = SampleRelease.Firewall("10.0.0.1");
        int end = rules.LastIndexOf('}');
        Assert.Contains("a line of its own", RuleText.Problem($"{rules[..end]}{lines}\n{rules[end..]}"));
    }

    [Fact]
    public void Problem_of_rules_that_do_not_replace_the_table_is_named() =>
        Assert.Contains("would stay", RuleText.Problem("table inet pool {\n}\n"));
}
