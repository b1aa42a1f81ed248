using System.Collections.Immutable;
using System.Text.Json;

namespace PoolTopology.Orchestrator.Isolation;

/// <summary>Who could open a TCP connection to the producer's node port: tried from every other machine.</summary>
/// <param name="Attempts">Every try, in the machines' order.</param>
/// <param name="Counters">The counters of the producer's firewall after the last try: the kernel's own evidence.</param>
internal sealed record Reachability(
    ImmutableArray<ReachabilityAttempt> Attempts, ImmutableArray<FirewallCounter> Counters)
{
    /// <summary>The machines from which at least one try connected, in the machines' order.</summary>
    public IEnumerable<string> ReachableFrom =>
        Attempts.Where(attempt => attempt.Connected).Select(attempt => attempt.Machine).Distinct();

    /// <summary>Both measurements as one: a machine counts as reaching when it did so in either.</summary>
    public Reachability Join(Reachability later) => new(Attempts.AddRange(later.Attempts), later.Counters);

    /// <summary>Writes its fields into the open JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("producerReachableFrom");
        foreach (string machine in ReachableFrom)
            json.WriteStringValue(machine);
        json.WriteEndArray();
        json.WriteStartArray("reachability");
        foreach (ReachabilityAttempt attempt in Attempts)
        {
            json.WriteStartObject();
            json.WriteString("from", attempt.Machine);
            json.WriteString("to", attempt.Target);
            json.WriteBoolean("connected", attempt.Connected);
            json.WriteString("outcome", attempt.Outcome);
            json.WriteNumber("milliseconds", Math.Round(attempt.Milliseconds, 1));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("firewallCounters");
        foreach (FirewallCounter counter in Counters)
        {
            json.WriteStartObject();
            json.WriteString("machine", counter.Machine);
            json.WriteString("counter", counter.Name);
            json.WriteNumber("packets", counter.Packets);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
