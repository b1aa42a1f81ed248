using System.Text.Json;

namespace PoolTopology.Orchestrator.Events;

/// <summary>The run began.</summary>
internal sealed record UpStarted(
    DateTimeOffset At, string Pool, string TopologyFile, string StateDirectory, bool Isolated, string Endpoint, int Pid)
    : PoolEvent(At)
{
    public override string Type => "up_started";

    public override string Text => $"{Pool} from {TopologyFile}, state in {StateDirectory}, control at {Endpoint}";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("pool", Pool);
        json.WriteString("topologyFile", TopologyFile);
        json.WriteString("stateDirectory", StateDirectory);
        json.WriteBoolean("isolated", Isolated);
        json.WriteString("endpoint", Endpoint);
        json.WriteNumber("pid", Pid);
    }
}

/// <summary>A step that may take a while begins.</summary>
internal sealed record StepStarted(DateTimeOffset At, string Step) : PoolEvent(At)
{
    public override string Type => "step";

    public override string Text => Step;

    internal override void WriteFields(Utf8JsonWriter json) => json.WriteString("step", Step);
}

/// <summary>A new devnet was generated.</summary>
internal sealed record DevnetCreated(DateTimeOffset At, string Directory, string SystemStart, uint NetworkMagic)
    : PoolEvent(At)
{
    public override string Type => "devnet_created";

    public override string Text => $"devnet created, magic {NetworkMagic}, system start {SystemStart}";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("directory", Directory);
        json.WriteString("systemStart", SystemStart);
        json.WriteNumber("networkMagic", NetworkMagic);
    }
}

/// <summary>The state directory already holds a chain; it goes on.</summary>
internal sealed record DevnetContinued(DateTimeOffset At, string Directory, string SystemStart, uint NetworkMagic)
    : PoolEvent(At)
{
    public override string Type => "devnet_continued";

    public override string Text => $"devnet of {SystemStart} goes on, magic {NetworkMagic}";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("directory", Directory);
        json.WriteString("systemStart", SystemStart);
        json.WriteNumber("networkMagic", NetworkMagic);
    }
}

/// <summary>What an earlier run left behind was removed.</summary>
internal sealed record LeftoversRemoved(DateTimeOffset At, IReadOnlyList<string> Names) : PoolEvent(At)
{
    public override string Type => "leftovers_removed";

    public override string Text => $"removed what an earlier run left: {string.Join(", ", Names)}";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteStartArray("names");
        foreach (string name in Names)
            json.WriteStringValue(name);
        json.WriteEndArray();
    }
}

/// <summary>The nodes are being stopped.</summary>
internal sealed record Stopping(DateTimeOffset At, string Reason) : PoolEvent(At)
{
    public override string Type => "stopping";

    public override string Text => $"stopping: {Reason}";

    internal override void WriteFields(Utf8JsonWriter json) => json.WriteString("reason", Reason);
}

/// <summary>A slow reader missed events: its queue was full.</summary>
internal sealed record EventsLost(DateTimeOffset At, long Count) : PoolEvent(At)
{
    public override string Type => "events_lost";

    public override string Text => $"{Count} events were not shown: the reader is too slow";

    internal override void WriteFields(Utf8JsonWriter json) => json.WriteNumber("count", Count);
}

/// <summary>The gRPC orchestrator serves, without starting nodes.</summary>
internal sealed record ServeStarted(DateTimeOffset At, string Pool, string Endpoint, int Pid) : PoolEvent(At)
{
    public override string Type => "serve_started";

    public override string Text => $"{Pool}: nodes and clients reach the orchestrator at {Endpoint}";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteString("pool", Pool);
        json.WriteString("endpoint", Endpoint);
        json.WriteNumber("pid", Pid);
    }
}
