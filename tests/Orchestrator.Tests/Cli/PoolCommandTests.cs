using System.CommandLine;
using PoolTopology.Orchestrator.Cli;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Cli;

public sealed class PoolCommandTests
{
    [Theory]
    [InlineData("up")]
    [InlineData("up -f x.yaml --state /s --fresh --for 90s --output ndjson --isolate")]
    [InlineData("status --watch --timeout 60s --output json")]
    [InlineData("topology peers")]
    [InlineData("topology push -f x.yaml --dry-run")]
    [InlineData("serve --output ndjson")]
    [InlineData("validate --strict")]
    [InlineData("schema")]
    [InlineData("lint -f x.yaml --strict --network-files n --output ndjson")]
    [InlineData("lint --rules")]
    [InlineData("render out -f x.yaml --network-files n -m edge-1 -m edge-2")]
    [InlineData("explain edge-1:/etc/pooltopology/firewall.nft:12 -o json")]
    public void Parse_documented_command_lines(string line) =>
        Assert.Empty(PoolCommand.Create(CommonOptions.Verbose()).Parse(line).Errors);

    [Theory]
    [InlineData("up --for soon", "\"soon\" is not a duration: write 500ms, 90s, 2m or 1h30m")]
    [InlineData("up --output xml", "--output xml: choose text, json, ndjson")]
    [InlineData("topology push --output ndjson", "--output ndjson: choose text, json")]
    public void Parse_mistakes_are_explained(string line, string expected) =>
        Assert.Contains(PoolCommand.Create(CommonOptions.Verbose()).Parse(line).Errors, error => error.Message == expected);

    [Fact]
    public void Help_of_every_command_describes_every_option()
    {
        foreach (Command command in Visible(PoolCommand.Create(CommonOptions.Verbose())))
        {
            Assert.False(string.IsNullOrEmpty(command.Description), command.Name);
            Assert.All(command.Options, option => Assert.False(string.IsNullOrEmpty(option.Description), option.Name));
        }
    }

    private static IEnumerable<Command> Visible(Command command) =>
        command.Hidden ? [] : [command, .. command.Subcommands.SelectMany(Visible)];
}
