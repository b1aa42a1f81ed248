namespace PoolTopology.Producer.Forge;

/// <summary>How near the end of the operational certificate is.</summary>
internal enum KesWarning
{
    /// <summary>Far, or said already.</summary>
    None,

    /// <summary>Within a few periods: time to plan the rotation.</summary>
    Ending,

    /// <summary>This is the last period.</summary>
    Last,
}
