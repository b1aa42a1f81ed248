using System.Text;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using Xunit;

namespace PoolTopology.Topology.Tests.Document;

/// <summary>Whatever the input, reading ends with a result, and the result keeps its promises.</summary>
public sealed class TopologyReaderFuzzTests
{
    private const int Rounds = 4000;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ": ", ",", "- ", "? ", "\n", "\r\n", "\t", "  ", "\"", "'", "#", "&a ", "*a", "!!str ", "!x ", "|", ">", "%YAML 9.9\n",
        "---\n", "...\n", "<<: *a", "~", "null", "true", "0", "-1", "3001", "99999999999999999999", "1e400", ".inf", "\0", "\uFEFF", "\uD800", "\u0085",
        "\"\\U00110000\"", "\"\\uD800\"", "\"\\x\"", "😀", "@", "`", "address", "relay-1", "machines:", "port: 6000", "1.2.3.4/33", "90s", "5m5m",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_mutated_files_never_throws_and_refuses_with_reasons(int seed)
    {
        Random random = new(seed);
        string[] starts = [SampleTopologies.Example, SampleTopologies.Public];
        for (int round = 0; round < Rounds; round++)
        {
            string text = Mutate(starts[round % starts.Length], random);
            Check(() => TopologyReader.Read(text, "f"), text, $"seed {seed} round {round}");
        }
    }

    [Theory]
    [InlineData(4)]
    public void Read_random_bytes_never_throws(int seed)
    {
        Random random = new(seed);
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            Check(() => TopologyReader.Read(bytes, "f"), Convert.ToHexString(bytes), $"seed {seed} round {round}");
        }
    }

    [Fact]
    public void Read_every_truncation_of_a_file_never_throws()
    {
        string text = SampleTopologies.Public;
        for (int length = 0; length < text.Length; length++)
            Check(() => TopologyReader.Read(text[..length], "f"), text[..length], $"length {length}");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("{a: ")]
    [InlineData("[{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: !t &b ")]
    [InlineData("\"\\n")]
    [InlineData("%TAG ! tag:x\n")]
    public void Read_long_nesting_ends_with_one_screen_of_errors(string piece)
    {
        StringBuilder text = new();
        while (text.Length < 200_000)
            text.Append(piece);

        TopologyResult result = TopologyReader.Read(text.ToString(), "f");

        Assert.Null(result.Document);
        Assert.InRange(result.Findings.Count, 1, 201);
    }

    [Fact]
    public void Read_deep_indentation_is_refused_at_the_depth_limit()
    {
        string text = string.Concat(Enumerable.Range(0, 1000).Select(i => new string(' ', i) + "a:\n"));

        Finding refused = Assert.Single(TopologyReader.Read(text, "f").Errors, e => e.Code == FindingCode.UnsupportedYaml);
        Assert.Equal(("more than 16 levels of nesting", 17), (refused.Message, refused.Position.Line));
    }

    [Fact]
    public void Read_exponential_aliases_stay_small()
    {
        StringBuilder text = new("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++)
            text.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");

        TopologyResult result = TopologyReader.Read(text.ToString(), "f");

        Assert.Null(result.Document);
        Assert.Contains(result.Findings, f => f.Code == FindingCode.UnsupportedYaml && f.Message.StartsWith("the alias *a0", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_more_values_than_the_limit_is_refused()
    {
        string text = "a: [" + string.Join(",", Enumerable.Repeat("1", 260_000)) + "]";

        Assert.Contains(TopologyReader.Read(text, "f").Errors, e => e.Message == "more than 250000 values");
    }

    private static void Check(Func<TopologyResult> read, string input, string where)
    {
        try
        {
            TopologyResult result = read();
            Assert.Equal(result.Document is null, result.Errors.Any());
            Assert.True(result.Findings.Count <= 201, "too many findings");
            foreach (Finding finding in result.Findings)
            {
                Assert.False(string.IsNullOrEmpty(finding.Message) || string.IsNullOrEmpty(finding.Hint) || finding.Message.Contains('\n', StringComparison.Ordinal));
                Assert.True(finding.Position.Line >= 0 && finding.Position.Line <= input.Length + 2);
            }
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            Assert.Fail($"{where}: {exception}\ninput:\n{input}");
        }
        catch (Xunit.Sdk.XunitException exception)
        {
            Assert.Fail($"{where}: {exception.Message}\ninput:\n{input}");
        }
    }

    private static string Mutate(string text, Random random)
    {
        StringBuilder mutated = new(text);
        int edits = 1 + random.Next(6);
        for (int i = 0; i < edits; i++)
        {
            int at = random.Next(mutated.Length + 1);
            int length = Math.Min(random.Next(12), mutated.Length - at);
            switch (random.Next(5))
            {
                case 0:
                    mutated.Remove(at, length);
                    break;
                case 1:
                    mutated.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 2 when at < mutated.Length:
                    mutated[at] = (char)random.Next(random.Next(2) == 0 ? 128 : 65536);
                    break;
                case 3:
                    mutated.Insert(random.Next(mutated.Length + 1), mutated.ToString(at, length));
                    break;
                default:
                    string[] lines = mutated.ToString().Split('\n');
                    (int a, int b) = (random.Next(lines.Length), random.Next(lines.Length));
                    (lines[a], lines[b]) = (lines[b], lines[a]);
                    mutated = new StringBuilder(string.Join('\n', lines));
                    break;
            }
        }
        return mutated.ToString();
    }
}
