using System.Diagnostics;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Cli;

/// <summary>Completion in a real bash, which asks the built program.</summary>
public sealed class CompletionTests
{
    private const string Ask =
        """
        source <(pool completion bash)
        COMP_LINE=$1 COMP_POINT=${#1}
        read -ra COMP_WORDS <<<"$1"
        [[ $1 == *' ' ]] && COMP_WORDS+=("")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _pool
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    [Theory]
    [InlineData("pool pl", "plan")]
    [InlineData("pool rollout re", "resume retry")]
    [InlineData("pool status --output ", "json ndjson text")]
    [InlineData("pool validate -o n", "ndjson")]
    [InlineData("pool render -m edge", "edge-1 edge-2")]
    [InlineData("pool lock break --machine v", "vault")]
    [InlineData("pool explain firewall.nft -m out", "outside")]
    [InlineData("pool render -f no-such-file -m ", "")]
    [InlineData("pool validate -f ", "")]
    public void Bash_completes_verbs_values_and_names_of_the_topology_file(string line, string expected) =>
        Assert.Equal(expected, string.Join(' ', Complete(line)));

    [Fact]
    public void Bash_offers_every_verb_and_no_hidden_one()
    {
        string[] offered = Complete("pool ");
        Assert.Contains("apply", offered);
        Assert.Contains("completion", offered);
        Assert.DoesNotContain(offered, word => word.StartsWith("internal", StringComparison.Ordinal) || word.Contains('?'));
    }

    private static string[] Complete(string line)
    {
        ProcessStartInfo start = new("bash", ["--norc", "-c", Ask, "bash", line])
        {
            WorkingDirectory = RepositoryRoot.Find(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string folder = AppContext.BaseDirectory;
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        using Process bash = Process.Start(start)!;
        string output = bash.StandardOutput.ReadToEnd();
        string errors = bash.StandardError.ReadToEnd();
        bash.WaitForExit();
        Assert.Equal("", errors);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
