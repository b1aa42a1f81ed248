using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Yaml;
using Xunit;

namespace PoolTopology.Topology.Tests.Yaml;

public sealed class YamlTreeTests
{
    [Fact]
    public void Load_kinds_follow_the_core_schema_and_quotes_make_text()
    {
        YamlMap map = Assert.IsType<YamlMap>(Load("a: 1\nb: 1.5\nc: true\nd: ~\ne: word\nf: \"1\"\ng: 'true'\nh: yes\ni: 1e3\nj: 0x1F\nk:\n", out _));

        YamlScalarKind[] kinds = [.. map.Entries.Select(entry => Assert.IsType<YamlScalar>(entry.Value).Kind)];
        Assert.Equal(
            [
                YamlScalarKind.Integer, YamlScalarKind.Number, YamlScalarKind.Truth, YamlScalarKind.Null, YamlScalarKind.Text, YamlScalarKind.Text,
                YamlScalarKind.Text, YamlScalarKind.Text, YamlScalarKind.Number, YamlScalarKind.Integer, YamlScalarKind.Null,
            ],
            kinds);
    }

    [Fact]
    public void Load_duplicate_key_keeps_the_first_and_names_both_lines()
    {
        YamlMap map = Assert.IsType<YamlMap>(Load("a: { x: 1, y: 2, x: 3 }\n", out ValueList<Finding> findings));

        YamlMap inner = Assert.IsType<YamlMap>(map.Entries[0].Value);
        Assert.Equal(["1", "2"], inner.Entries.Select(e => Assert.IsType<YamlScalar>(e.Value).Text));
        Finding finding = Assert.Single(findings);
        Assert.Equal((FindingCode.DuplicateKey, "a.x", new SourcePosition(1, 18)), (finding.Code, finding.Path, finding.Position));
        Assert.Contains("line 1", finding.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: &x 1\n", "the anchor &x is not read")]
    [InlineData("a: *x\n", "the alias *x is not read")]
    [InlineData("a: !!str 1\n", "the tag tag:yaml.org,2002:str is not read")]
    [InlineData("a: 1\n---\nb: 2\n", "a second YAML document begins here")]
    public void Load_what_the_format_leaves_out_is_refused(string text, string message)
    {
        Load(text, out ValueList<Finding> findings);

        Finding finding = Assert.Single(findings);
        Assert.Equal((FindingCode.UnsupportedYaml, message), (finding.Code, finding.Message));
    }

    [Fact]
    public void Load_key_that_is_no_text_is_refused_and_its_neighbours_are_kept()
    {
        YamlMap map = Assert.IsType<YamlMap>(Load("{ [a]: 1, b: 2 }", out ValueList<Finding> findings));

        Assert.Equal(["b"], map.Entries.Select(e => e.Key));
        Assert.Equal("a key must be text, and this is a list", Assert.Single(findings).Message);
    }

    [Theory]
    [InlineData("a: 1\nb:\n\tc: 2\n", 3, "indent with spaces; YAML does not take tabs")]
    [InlineData("a: 1\nb: @x\n", 2, "put the value in quotes")]
    [InlineData("a: 1\nb:2\nc: 3\n", 2, "write a space after the colon")]
    public void Load_syntax_error_names_the_line_and_guesses_what_was_meant(string text, int line, string hint)
    {
        Load(text, out ValueList<Finding> findings);

        Finding finding = Assert.Single(findings);
        Assert.Equal((FindingCode.Syntax, line, hint), (finding.Code, finding.Position.Line, finding.Hint));
    }

    [Fact]
    public void Load_what_stands_before_a_syntax_error_is_kept_and_marked_incomplete()
    {
        YamlMap map = Assert.IsType<YamlMap>(Load("a: { b: 1 }\nc: { d: 2, ]\ne: 3\n", out ValueList<Finding> findings));

        Assert.Equal(FindingCode.Syntax, Assert.Single(findings).Code);
        Assert.False(map.IsComplete);
        Assert.Equal(["a", "c"], map.Entries.Select(e => e.Key));
        Assert.True(Assert.IsType<YamlMap>(map.Entries[0].Value).IsComplete);
        Assert.False(Assert.IsType<YamlMap>(map.Entries[1].Value).IsComplete);
    }

    private static YamlValue? Load(string text, out ValueList<Finding> findings)
    {
        FindingCollector collector = new("f");
        YamlValue? value = YamlTree.Load(text, collector);
        findings = collector.ToList();
        return value;
    }
}
