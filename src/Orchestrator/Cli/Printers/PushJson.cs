using System.Text.Json;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>The outcome of a push as one line of JSON. Pure.</summary>
internal static class PushJson
{
    /// <summary>The line.</summary>
    public static string Line(PushTopologyResponse response) => JsonSerializer.Serialize(new
    {
        results = response.Results.Select(result => new { node = result.Node, outcome = result.Outcome, detail = result.Detail }),
        errors = response.Errors,
    });
}
