namespace PoolTopology.Orchestrator.Probe;

/// <summary>Reads what a kernel filters with.</summary>
internal sealed class KernelReader(SurveyCommand run)
{
    private static readonly string[] LegacyLists = ["/proc/net/ip_tables_names", "/proc/net/ip6_tables_names"];

    /// <summary>Everything that a proof wants to know.</summary>
    public async Task<KernelFacts> ReadAsync(CancellationToken cancellation)
    {
        string rules = await ListAsync(cancellation);

        // These lists are of the network namespace of whoever reads them, and are missing where nobody ever filtered so.
        (_, string legacy) = await run(
            ["sh", "-c", $"cat {string.Join(' ', LegacyLists)} 2>/dev/null || true"], "", cancellation);
        (_, string version) = await run(["sh", "-c", "nft --version; uname -sr"], "", cancellation);
        string[] lines = version.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new KernelFacts(
            rules,
            [.. legacy.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct()],
            lines.FirstOrDefault() ?? "",
            lines.Skip(1).FirstOrDefault() ?? "");
    }

    /// <summary>What <c>nft -j list ruleset</c> prints.</summary>
    /// <exception cref="InvalidOperationException">nft failed.</exception>
    public async Task<string> ListAsync(CancellationToken cancellation)
    {
        (int exitCode, string rules) = await run(["nft", "-j", "list", "ruleset"], "", cancellation);
        return exitCode == 0 ? rules : throw new InvalidOperationException($"nft ended with exit code {exitCode}");
    }
}
