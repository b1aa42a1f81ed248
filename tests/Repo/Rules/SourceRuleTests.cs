using System.Text.RegularExpressions;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Repo.Rules;

/// <summary>Rules about the source text that no analyzer has.</summary>
public sealed partial class SourceRuleTests
{
    private const int LinesMax = 500;

    [Fact]
    public void Nothing_is_left_unfinished() =>
        Assert.Empty(Sources("src").SelectMany(file => Matches(file, Unfinished())));

    [Fact]
    public void No_warning_is_switched_off() =>
        Assert.Empty(Sources("src", "tests", "bench").SelectMany(file => Matches(file, Silenced())));

    [Fact]
    public void No_file_outgrows_one_idea() =>
        Assert.DoesNotContain(Sources("src"), file => File.ReadLines(file).Count() > LinesMax);

    [Fact]
    public void Unsafe_code_lives_in_Crypto_only() =>
        Assert.DoesNotContain(
            Directory.GetFiles(Path.Combine(RepositoryRoot.Find(), "src"), "*.csproj", SearchOption.AllDirectories),
            file => !file.EndsWith("Crypto.csproj", StringComparison.Ordinal)
                && File.ReadAllText(file).Contains("AllowUnsafeBlocks", StringComparison.Ordinal));

    private static IEnumerable<string> Sources(params string[] trees) =>
        trees.SelectMany(tree => Directory.GetFiles(Path.Combine(RepositoryRoot.Find(), tree), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.EndsWith("SourceRuleTests.cs", StringComparison.Ordinal));

    private static IEnumerable<string> Matches(string file, Regex rule) =>
        File.ReadLines(file).Select((line, index) => (line, index))
            .Where(at => rule.IsMatch(at.line))
            .Select(at => $"{file}:{at.index + 1}: {at.line.Trim()}");

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b|#region")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"pragma warning disable|SuppressMessage")]
    private static partial Regex Silenced();
}
