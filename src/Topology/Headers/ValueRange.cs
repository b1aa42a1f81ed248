using System.Globalization;

namespace PoolTopology.Topology.Headers;

/// <summary>Consecutive values of a header field, both ends included.</summary>
/// <param name="First">The least value.</param>
/// <param name="Last">The greatest value, not less than the first.</param>
public readonly record struct ValueRange(UInt128 First, UInt128 Last)
{
    /// <inheritdoc/>
    public override string ToString() => First == Last
        ? First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}
