using System.Text.Json;
using PoolTopology.Orchestrator.Up;

namespace PoolTopology.Orchestrator.Server;

/// <summary>Tells clients where the orchestrator of a state directory listens.</summary>
/// <param name="Endpoint">"unix:" and the socket's path.</param>
/// <param name="Pid">The process that listens.</param>
internal sealed record EndpointFile(string Endpoint, int Pid)
{
    private const string UnixScheme = "unix:";

    private static readonly JsonSerializerOptions Json =
        new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>The path of the socket.</summary>
    public string SocketPath =>
        Endpoint.StartsWith(UnixScheme, StringComparison.Ordinal) ? Endpoint[UnixScheme.Length..] : Endpoint;

    /// <summary>An endpoint on a unix socket.</summary>
    public static EndpointFile OfSocket(string path) => new(UnixScheme + path, Environment.ProcessId);

    /// <summary>Writes the file.</summary>
    public void Write(string path) => StateDirectory.WriteAtomically(path, JsonSerializer.Serialize(this, Json) + "\n");

    /// <summary>Reads the file; null where there is none or it is not one.</summary>
    public static EndpointFile? TryRead(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<EndpointFile>(File.ReadAllText(path), Json);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }
}
