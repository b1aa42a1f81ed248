using System.CommandLine;
using System.Text.Json.Nodes;
using PoolTopology.CommandLine.Manual;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Topology.Document;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Cli;

/// <summary>The manual says everything that the programs know. Whether its roff is clean: eng/package-test.sh.</summary>
public sealed class ManualTests
{
    private static readonly string[] Requests = [".TH", ".SH", ".SS", ".TP", ".PP", ".RS", ".RE", ".nf", ".fi", ".BR"];

    private static readonly RootCommand Root = PoolCommand.Create(CommonOptions.Verbose());

    private static readonly IReadOnlyList<ManualPage> Pages = PoolCommand.Pages(Root, "2026-11-22", "1.2.3");

    [Fact]
    public void Every_visible_verb_has_a_page_with_all_its_options()
    {
        foreach (Command verb in Root.Subcommands)
        {
            ManualPage? page = Pages.FirstOrDefault(page => page.FileName == $"pool-{verb.Name}.1");
            Assert.Equal(verb.Hidden, page is null);
            Assert.All(OptionsBelow(verb), option => Assert.Contains(Roff.Bold(option.Name), page?.Text ?? Roff.Bold(option.Name), StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Topology_page_has_every_key_of_the_schema()
    {
        string page = Pages.Single(page => page.FileName == "topology.yaml.5").Text;
        Assert.All(KeysBelow(JsonNode.Parse(TopologySchema.Render())!), key => Assert.Matches($@"\\fB([A-Za-z.\[\]]*\.)?{key}\\fR", page));
    }

    [Fact]
    public void Pages_use_known_requests_and_plain_characters()
    {
        foreach (ManualPage page in Pages)
        {
            Assert.StartsWith(".TH ", page.Text, StringComparison.Ordinal);
            Assert.Contains("1.2.3", page.Text, StringComparison.Ordinal);
            string[] lines = page.Text.Split('\n');
            Assert.All(lines.Where(line => line.StartsWith('.')), line => Assert.Contains(line.Split(' ')[0], Requests));
            Assert.All(page.Text, character => Assert.InRange(character, '\n', '~'));
        }
    }

    [Theory]
    [InlineData("a-b `c` \\ ~", "a\\-b \\(gac\\(ga \\e \\(ti")]
    [InlineData("it's", "it\\(aqs")]
    public void Escape_leaves_nothing_that_roff_would_read(string text, string expected) =>
        Assert.Equal(expected, Roff.Escape(text));

    private static IEnumerable<Option> OptionsBelow(Command command) => command.Hidden
        ? []
        : command.Options.Where(option => !option.Hidden).Concat(command.Subcommands.SelectMany(OptionsBelow));

    private static IEnumerable<string> KeysBelow(JsonNode? node) => node switch
    {
        JsonObject shape => (shape["properties"] as JsonObject ?? []).Select(property => property.Key)
            .Concat(shape.SelectMany(member => KeysBelow(member.Value))),
        JsonArray items => items.SelectMany(KeysBelow),
        _ => [],
    };
}
