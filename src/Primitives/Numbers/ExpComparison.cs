namespace PoolTopology.Primitives.Numbers;

/// <summary>Where a number lies against a value of the exponential function.</summary>
public enum ExpComparison
{
    /// <summary>The number is below.</summary>
    Below,

    /// <summary>The number is not below.</summary>
    Above,

    /// <summary>The expansion ended before it could tell.</summary>
    Undecided,
}
