namespace PoolTopology.Orchestrator.Cli;

/// <summary>For whom a command writes.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>For programs: one JSON document.</summary>
    Json,

    /// <summary>For programs: one JSON event per line, as they happen.</summary>
    Ndjson,
}
