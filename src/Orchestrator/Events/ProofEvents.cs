using System.Text.Json;
using PoolTopology.Orchestrator.Proof;

namespace PoolTopology.Orchestrator.Events;

/// <summary>The kernels' rule sets were read.</summary>
internal sealed record RulesRead(DateTimeOffset At, IReadOnlyList<ProofMachine> Machines, double Milliseconds) : PoolEvent(At)
{
    public override string Type => "rules_read";

    public override string Text => $"rule sets read from {Machines.Count} kernels in {Milliseconds:0} ms";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteStartObject("machines");
        foreach (ProofMachine machine in Machines)
            json.WriteString(machine.Name, machine.Sha256);
        json.WriteEndObject();
        json.WriteNumber("milliseconds", Math.Round(Milliseconds, 1));
    }
}

/// <summary>The rule sets were judged.</summary>
internal sealed record ModelJudged(DateTimeOffset At, int Findings, double Milliseconds) : PoolEvent(At)
{
    public override string Type => "model_judged";

    public override string Text => $"judged over every header of both IP families in {Milliseconds:0} ms: {Findings} findings";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("findings", Findings);
        json.WriteNumber("milliseconds", Math.Round(Milliseconds, 1));
    }
}

/// <summary>The rules on machines were judged by the model alone, at the end of an apply.</summary>
internal sealed record FirewallsJudged(DateTimeOffset At, bool Holds, string Line, IReadOnlyList<string> Problems) : PoolEvent(At)
{
    public override string Type => "firewalls_judged";

    public override string Text => Line;

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteBoolean("holds", Holds);
        json.WriteString("line", Line);
        json.WriteStartArray("problems");
        foreach (string problem in Problems)
            json.WriteStringValue(problem);
        json.WriteEndArray();
    }
}

/// <summary>The firewalls were probed.</summary>
internal sealed record FirewallsProbed(DateTimeOffset At, int Sweeps, long Packets, double Milliseconds) : PoolEvent(At)
{
    public override string Type => "firewalls_probed";

    public override string Text => $"{Packets:N0} probes in {Sweeps} sweeps in {Milliseconds:0} ms";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteNumber("sweeps", Sweeps);
        json.WriteNumber("packets", Packets);
        json.WriteNumber("milliseconds", Math.Round(Milliseconds, 1));
    }
}

/// <summary>The result of a proof, or of checking one.</summary>
internal sealed record ProofConcluded(DateTimeOffset At, bool IsProved, IReadOnlyList<string> Sentences, string Bundle, string Digest)
    : PoolEvent(At)
{
    public override string Type => "proof_concluded";

    public override string Text =>
        $"{(IsProved ? "PROVED" : "NOT PROVED")}: {string.Join("; ", Sentences)}. Bundle {Bundle}, digest {Digest}";

    internal override void WriteFields(Utf8JsonWriter json)
    {
        json.WriteBoolean("proved", IsProved);
        json.WriteStartArray("sentences");
        foreach (string sentence in Sentences)
            json.WriteStringValue(sentence);
        json.WriteEndArray();
        json.WriteString("bundle", Bundle);
        json.WriteString("digest", Digest);
    }
}
