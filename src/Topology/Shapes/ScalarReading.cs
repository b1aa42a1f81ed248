namespace PoolTopology.Topology.Shapes;

/// <summary>A value read from a text, or the hint that says how to write it.</summary>
/// <param name="Value">The value, meaningful only without a hint.</param>
/// <param name="Hint">Null when the text was good.</param>
internal readonly record struct ScalarReading<T>(T Value, string? Hint);

/// <summary>Makes readings.</summary>
internal static class ScalarReading
{
    public static ScalarReading<T> Good<T>(T value) => new(value, null);

    public static ScalarReading<T> Bad<T>(string hint) => new(default!, hint); // The value is not looked at.
}
