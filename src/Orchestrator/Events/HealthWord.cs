namespace PoolTopology.Orchestrator.Events;

/// <summary>The words of grpc.health.v1 for a service's state.</summary>
internal static class HealthWord
{
    /// <summary>Nothing has been reported yet.</summary>
    public const string Unknown = "UNKNOWN";

    private const string Serving = "SERVING";
    private const string NotServing = "NOT_SERVING";

    /// <summary>The word for a reported state.</summary>
    public static string Of(bool serving) => serving ? Serving : NotServing;
}
