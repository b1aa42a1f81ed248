using System.Security.Cryptography;

namespace PoolTopology.Keys.Seeds;

/// <summary>Where the 32 secret bytes behind every key come from.</summary>
internal abstract class SeedSource
{
    /// <summary>The operating system's randomness: the only source for keys of value.</summary>
    public static SeedSource System { get; } = new SystemSeeds();

    /// <summary>Fills a seed.</summary>
    /// <param name="purpose">Which key it is for; every key of one run has another.</param>
    /// <param name="seed">The destination, in locked memory.</param>
    public abstract void Fill(string purpose, Span<byte> seed);

    private sealed class SystemSeeds : SeedSource
    {
        public override void Fill(string purpose, Span<byte> seed) => RandomNumberGenerator.Fill(seed);
    }
}
