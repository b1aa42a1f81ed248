namespace PoolTopology.Orchestrator.Tests.Support;

/// <summary>Flags and their values: <c>--name value</c>.</summary>
public static class FakeFlags
{
    public static IReadOnlyDictionary<string, string> Parse(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return Enumerable.Range(0, args.Length / 2).ToDictionary(i => args[2 * i].TrimStart('-'), i => args[(2 * i) + 1]);
    }
}
