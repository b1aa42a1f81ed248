using System.Collections.Immutable;
using System.Net;
using System.Text.Json;

namespace PoolTopology.Orchestrator.Probe;

/// <summary>Runs a command of the system where a survey is made.</summary>
internal delegate Task<(int ExitCode, string Output)> SurveyCommand(
    IReadOnlyList<string> command, string input, CancellationToken cancellation);

/// <summary>Says how a machine is connected, from the tables of its own kernel.</summary>
/// <remarks>
/// Routers are found as packets find them: by the kernel's route, then the neighbour table. A neighbour that nobody spoke
/// to yet is asked for by the kernel itself, past every firewall.
/// Spec: ip-address(8), ip-route(8), ip-neighbour(8) with their JSON forms.
/// </remarks>
internal sealed class NetworkSurvey(SurveyCommand run, TimeProvider time)
{
    /// <summary>The kernel asks three times, a second apart.</summary>
    private static readonly TimeSpan NeighbourPatience = TimeSpan.FromSeconds(3.2);

    /// <summary>A neighbour on the same cable answers within milliseconds; whether there is one is the question.</summary>
    private static readonly TimeSpan LinkPatience = TimeSpan.FromSeconds(0.5);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>The addresses that may be sent from, the loopback interface's left out.</summary>
    public async Task<ImmutableArray<string>> AddressesAsync(CancellationToken cancellation)
    {
        (_, string answer) = await run(["ip", "-j", "addr", "show", "up"], "", cancellation);
        return
        [
            .. Documents(answer)
                .Where(link => Text(link, "ifname") is { Length: > 0 } name && name != "lo" && link.TryGetProperty("addr_info", out _))
                .SelectMany(link => link.GetProperty("addr_info").EnumerateArray())
                .Where(info => !IsSet(info, "tentative") && !IsSet(info, "dadfailed") && !IsSet(info, "deprecated"))
                .Select(info => Text(info, "local"))
                .Where(address => address.Length > 0),
        ];
    }

    /// <summary>The ways to some addresses; those without one are left out.</summary>
    public async Task<ImmutableArray<CableRoute>> RoutesAsync(
        IReadOnlyList<ProbeTarget> targets, CancellationToken cancellation)
    {
        Dictionary<string, Hop> main = await HopsAsync(
            [.. targets.Where(target => !IsLinkLocal(target.Address)).Select(target => (target.Address, ""))], cancellation);
        Dictionary<string, Hop> link = await HopsAsync(
            [.. targets.Where(target => IsLinkLocal(target.Address))
                .Where(target => main.TryGetValue(target.Beside, out Hop? beside) && beside.IsDirect)
                .Select(target => (target.Address, main[target.Beside].Interface))],
            cancellation);
        HashSet<string> plain = await WithoutEthernetAsync(cancellation);
        Dictionary<(string, string), string> neighbours = await ResolveAsync(
            [.. main.Values.Concat(link.Values).Where(hop => !plain.Contains(hop.Interface))],
            link.Values.ToHashSet(), cancellation);
        List<CableRoute> routes = [];
        foreach (Hop hop in main.Values.Concat(link.Values))
        {
            if (plain.Contains(hop.Interface))
                routes.Add(new CableRoute(hop.Target, hop.Interface, hop.Source, ""));
            else if (neighbours.TryGetValue((hop.Interface, hop.Next), out string? hardware))
                routes.Add(new CableRoute(hop.Target, hop.Interface, hop.Source, hardware));
        }
        return [.. routes];
    }

    private async Task<Dictionary<string, Hop>> HopsAsync(
        (string Address, string Interface)[] targets, CancellationToken cancellation)
    {
        if (targets.Length == 0)
            return [];
        IEnumerable<string> questions = targets.Distinct()
            .Select(target => target.Interface.Length > 0 ? $"route get {target.Address} dev {target.Interface}" : $"route get {target.Address}");

        // A target without a route makes the whole batch fail, after it has answered the others.
        (_, string answer) = await run(["ip", "-j", "-force", "-batch", "-"], string.Join('\n', questions) + "\n", cancellation);
        Dictionary<string, Hop> hops = [];
        foreach (JsonElement route in Documents(answer))
        {
            string target = Text(route, "dst");
            string gateway = Text(route, "gateway");
            if (route.TryGetProperty("via", out JsonElement via))
                gateway = Text(via, "host");
            bool isOurs = Text(route, "type") is not "local" and not "broadcast" and not "multicast";
            if (isOurs && Text(route, "dev").Length > 0 && Text(route, "prefsrc").Length > 0)
                hops[target] = new Hop(target, Text(route, "dev"), Text(route, "prefsrc"), gateway.Length > 0 ? gateway : target);
        }
        return hops;
    }

    /// <summary>Interfaces that carry IP packets as they are: tunnels.</summary>
    private async Task<HashSet<string>> WithoutEthernetAsync(CancellationToken cancellation)
    {
        (_, string answer) = await run(["ip", "-j", "link", "show", "up"], "", cancellation);
        return [.. Documents(answer).Where(link => Text(link, "link_type") != "ether").Select(link => Text(link, "ifname"))];
    }

    private async Task<Dictionary<(string Interface, string Address), string>> ResolveAsync(
        Hop[] hops, HashSet<Hop> optional, CancellationToken cancellation)
    {
        Dictionary<(string, string), string> known = await NeighboursAsync(cancellation);
        Hop[] unknown = [.. hops.Where(hop => !known.ContainsKey((hop.Interface, hop.Next)))];
        if (unknown.Length == 0)
            return known;
        IEnumerable<string> questions = unknown.Select(hop => $"neigh replace {hop.Next} dev {hop.Interface} use").Distinct();
        await run(["ip", "-force", "-batch", "-"], string.Join('\n', questions) + "\n", cancellation);
        long start = time.GetTimestamp();
        while (true)
        {
            known = await NeighboursAsync(cancellation);
            TimeSpan waited = time.GetElapsedTime(start);
            if (!unknown.Any(hop => !known.ContainsKey((hop.Interface, hop.Next))
                && waited < (optional.Contains(hop) ? LinkPatience : NeighbourPatience)))
                return known;
            await Task.Delay(LookEvery, time, cancellation);
        }
    }

    private async Task<Dictionary<(string Interface, string Address), string>> NeighboursAsync(CancellationToken cancellation)
    {
        (_, string answer) = await run(["ip", "-j", "neigh", "show"], "", cancellation);
        Dictionary<(string, string), string> known = [];
        foreach (JsonElement entry in Documents(answer))
        {
            if (Text(entry, "lladdr") is { Length: > 0 } hardware)
                known[(Text(entry, "dev"), Text(entry, "dst"))] = hardware;
        }
        return known;
    }

    /// <summary>A batch prints one list after another.</summary>
    private static List<JsonElement> Documents(string answer)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(answer);
        List<JsonElement> found = [];
        Utf8JsonReader reader = new(bytes, new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind == JsonValueKind.Array)
                found.AddRange(document.RootElement.EnumerateArray().Select(element => element.Clone()));
        }
        return found;
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    private static bool IsSet(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    private static bool IsLinkLocal(string address) => IPAddress.Parse(address).IsIPv6LinkLocal;

    private sealed record Hop(string Target, string Interface, string Source, string Next)
    {
        public bool IsDirect => Next == Target;
    }
}
