using System.Globalization;
using System.Net;
using System.Text.Json;

namespace PoolTopology.Orchestrator.Events;

/// <summary>An event about one node.</summary>
internal abstract record NodeEvent(DateTimeOffset At, string Name) : PoolEvent(At)
{
    /// <inheritdoc/>
    public sealed override string? Node => Name;
}

/// <summary>The node's process runs.</summary>
internal sealed record NodeStarted(
    DateTimeOffset At, string Name, int Pid, string Role, IPEndPoint NodeAddress, IPEndPoint RpcAddress)
    : NodeEvent(At, Name)
{
    public override string Type => "node_started";

    public override string Text => $"{Role} started, pid {Pid}, node {NodeAddress}, rpc {RpcAddress}";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("role", Role);
        json.WriteNumber("pid", Pid);
        json.WriteString("nodeAddress", NodeAddress.ToString());
        json.WriteString("rpcAddress", RpcAddress.ToString());
    }
}

/// <summary>The node opened its control connection.</summary>
internal sealed record NodeAttached(DateTimeOffset At, string Name, string Version, int Pid) : NodeEvent(At, Name)
{
    public override string Type => "node_attached";

    public override string Text => $"attached, version {Version}, pid {Pid}";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("version", Version);
        json.WriteNumber("pid", Pid);
    }
}

/// <summary>The node's control connection ended.</summary>
internal sealed record NodeDetached(DateTimeOffset At, string Name, string Reason) : NodeEvent(At, Name)
{
    public override string Type => "node_detached";

    public override string Text => $"detached: {Reason}";

    internal override void WriteFields(Utf8JsonWriter json) => json.WriteString("reason", Reason);
}

/// <summary>One of the node's health services changed.</summary>
internal sealed record HealthChanged(DateTimeOffset At, string Name, string Service, bool Serving, string Reason)
    : NodeEvent(At, Name)
{
    public override string Type => "health_changed";

    public override string Text =>
        $"{(Service.Length == 0 ? "health" : Service)} {HealthWord.Of(Serving)}: {Reason}";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("service", Service);
        json.WriteString("health", HealthWord.Of(Serving));
        json.WriteString("reason", Reason);
    }
}

/// <summary>The node's process ended.</summary>
/// <remarks>Exit codes are the shell's: 128 + n for signal n. The last words are the end of its stderr.</remarks>
internal sealed record NodeExited(
    DateTimeOffset At, string Name, int Pid, int ExitCode, TimeSpan RanFor, bool Expected, IReadOnlyList<string> LastWords)
    : NodeEvent(At, Name)
{
    public override string Type => "node_exited";

    public override string Text
    {
        get
        {
            string ran = RanFor.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
            string end = ExitCode > 128 ? $"killed by signal {ExitCode - 128}" : $"exit code {ExitCode}";
            string words = LastWords.Count > 0 ? $"; last words: {LastWords[^1]}" : "";
            return Expected ? $"stopped ({end})" : $"died: {end} after {ran} s{words}";
        }
    }

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("pid", Pid);
        json.WriteNumber("exitCode", ExitCode);
        json.WriteNumber("ranForSeconds", Math.Round(RanFor.TotalSeconds, 3));
        json.WriteBoolean("expected", Expected);
        json.WriteStartArray("lastWords");
        foreach (string line in LastWords)
            json.WriteStringValue(line);
        json.WriteEndArray();
    }
}

/// <summary>The node will be started again.</summary>
internal sealed record NodeRestarting(DateTimeOffset At, string Name, uint Restarts, TimeSpan After) : NodeEvent(At, Name)
{
    public override string Type => "node_restarting";

    public override string Text =>
        $"restart {Restarts} in {After.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("restarts", Restarts);
        json.WriteNumber("afterSeconds", Math.Round(After.TotalSeconds, 3));
    }
}

/// <summary>The node cannot run as it is configured; it is not started again.</summary>
internal sealed record NodeFailed(DateTimeOffset At, string Name, string Reason) : NodeEvent(At, Name)
{
    public override string Type => "node_failed";

    public override string Text => $"cannot run, not started again: {Reason}";

    internal override void WriteFields(Utf8JsonWriter json) => json.WriteString("reason", Reason);
}

/// <summary>The node was ordered to take other peers.</summary>
internal sealed record PeersPushed(DateTimeOffset At, string Name, string Outcome, string Detail) : NodeEvent(At, Name)
{
    public override string Type => "peers_pushed";

    public override string Text => Detail.Length == 0 ? $"peers: {Outcome}" : $"peers: {Outcome} ({Detail})";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("outcome", Outcome);
        json.WriteString("detail", Detail);
    }
}
