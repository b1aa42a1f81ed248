using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Conformance;

/// <summary>Runs every case of a vector file and holds the outcome against known-failures.txt.</summary>
internal static class VectorRun
{
    /// <summary>Runs all cases; the failing ones must be exactly the topic's known failures.</summary>
    /// <param name="topic">The first part of the keys, e.g. <c>headers/test-cases</c>.</param>
    /// <param name="cases">The cases.</param>
    /// <param name="nameOf">The name of a case: the last part of its key.</param>
    /// <param name="check">Says why a case fails, or null.</param>
    /// <param name="atLeast">How many cases there must be: a vector file that is not found must not pass.</param>
    public static void All<T>(
        string topic, IEnumerable<T> cases, Func<T, string> nameOf, Func<T, string?> check, int atLeast)
    {
        SortedDictionary<string, string> failures = new(StringComparer.Ordinal);
        int count = 0;
        foreach (T item in cases)
        {
            count++;
            if (Run(item, check) is string failure)
                failures.Add($"{topic}/{nameOf(item)}", failure);
        }
        Assert.True(count >= atLeast, $"{topic}: {count} cases, at least {atLeast} expected");
        string[] known = [.. KnownFailures().Where(k => k.StartsWith(topic + "/", StringComparison.Ordinal))];
        string[] unexpected = [.. failures.Where(f => !known.Contains(f.Key)).Select(f => $"{f.Key}: {f.Value}")];
        Assert.True(
            unexpected.Length == 0,
            $"{unexpected.Length} of {count} fail:\n{string.Join('\n', unexpected.Take(20))}");
        string[] mended = [.. known.Where(k => !failures.ContainsKey(k))];
        Assert.True(mended.Length == 0, $"known failures that pass or do not exist:\n{string.Join('\n', mended)}");
    }

    /// <summary>The keys of known-failures.txt.</summary>
    public static IEnumerable<string> KnownFailures() => File
        .ReadLines(Path.Combine(RepositoryRoot.Find(), "tests", "Conformance", "known-failures.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split(": ", 2)[0]);

    // A case that throws has failed; which exception is part of the reason.
    private static string? Run<T>(T item, Func<T, string?> check)
    {
        try
        {
            return check(item);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e.ToString();
        }
    }
}
