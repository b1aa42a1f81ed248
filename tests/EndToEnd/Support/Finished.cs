namespace PoolTopology.EndToEnd.Support;

/// <summary>What a program that has ended came to.</summary>
internal sealed record Finished(int ExitCode, string Output, string Errors)
{
    /// <summary>The lines of standard output that are not empty.</summary>
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
