namespace PoolTopology.Producer.Schedule.Listing;

/// <summary>How a schedule is written.</summary>
internal enum ListingFormat
{
    /// <summary>A table for people.</summary>
    Text,

    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>One JSON object per own slot, and a summary as the last line.</summary>
    Ndjson,
}
