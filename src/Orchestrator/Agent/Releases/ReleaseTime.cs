using System.Globalization;

namespace PoolTopology.Orchestrator.Agent.Releases;

/// <summary>When a large file of a release says that it was written: a moment that follows from its content.</summary>
/// <remarks>
/// A program is too large to be read at every look. Whoever exchanges one for another of the same size, mode and owner also
/// leaves another time at it, unless that is set on purpose; so a look at the time says whether a look at the content is due.
/// Units: seconds since 1970, between September 2001 and July 2017.
/// </remarks>
internal static class ReleaseTime
{
    private const long First = 1_000_000_000;
    private const long Span = 500_000_000;
    private const int Digits = 15;

    /// <summary>The moment of a content.</summary>
    /// <param name="sha256">Its hash in hexadecimal.</param>
    public static long Of(string sha256) =>
        First + (long.Parse(sha256.AsSpan(0, Digits), NumberStyles.HexNumber, CultureInfo.InvariantCulture) % Span);
}
