namespace PoolTopology.Orchestrator.Cli;

/// <summary>How a command writes its result to stdout.</summary>
internal enum OutputFormat
{
    /// <summary>For a person.</summary>
    Text,

    /// <summary>One JSON object, at the end.</summary>
    Json,

    /// <summary>One JSON object per line, as things happen.</summary>
    Ndjson,
}
