using System.Globalization;
using System.Text.Json;
using PoolTopology.Topology.Headers;

namespace PoolTopology.Orchestrator.Probe;

/// <summary>
/// A table of its own in a machine's kernel that notes what happens to probes: it counts those that come to the
/// firewall and lists the ports of those that come out of it. It decides nothing.
/// </summary>
/// <remarks>
/// A probe is known by its source port, one per sweep, from a range that nothing else uses. Its chains stand before all
/// others (<c>first</c>) and behind all others (<c>last</c>): a packet that a rule ends is never seen by the last.
/// </remarks>
internal static class Witness
{
    /// <summary>The table's name.</summary>
    public const string Table = "pool_proof";

    /// <summary>The first source port of sweeps; above those that the system gives to connections.</summary>
    public const int FirstSourcePort = 61_000;

    /// <summary>The last source port of sweeps.</summary>
    public const int LastSourcePort = 64_999;

    /// <summary>Rules of a machine must stand between minus and plus this priority.</summary>
    public const int OuterPriority = 1000;

    private const int MostPassed = 8_000_000;
    private const string Arrived = "arrived";
    private const string Passed = "passed";

    /// <summary>nft's text that puts the table in place, empty, whether or not it is there.</summary>
    public static string Install() => Remove() + Definition(flags: "");

    /// <summary>
    /// nft's text, one line, that puts the table in place as the property of the nft that reads it: the kernel removes it
    /// when that process ends, however it ends, and lets nobody else change it.
    /// </summary>
    /// <remarks>Spec: nft(8), "owner"; since Linux 5.12.</remarks>
    public static string InstallOwned() => Definition(flags: "flags owner; ").ReplaceLineEndings(" ");

    /// <summary>nft's text that takes the table away, whether or not it is there.</summary>
    public static string Remove() => $"table inet {Table}\ndelete table inet {Table}\n";

    private static string Definition(string flags) => string.Create(CultureInfo.InvariantCulture, $$"""
        table inet {{Table}} { {{flags}}
          set {{Arrived}} { type inet_service; flags dynamic; size 65535; };
          set {{Passed}} { type inet_service . inet_service; flags dynamic; size {{MostPassed}}; };
          chain first_in { type filter hook prerouting priority -{{OuterPriority}}; policy accept;
            tcp sport {{FirstSourcePort}}-{{LastSourcePort}} tcp flags & (fin | syn | rst | ack) == syn add @{{Arrived}} { tcp sport counter };
            udp sport {{FirstSourcePort}}-{{LastSourcePort}} add @{{Arrived}} { udp sport counter }; };
          chain last_in { type filter hook input priority {{OuterPriority}}; policy accept;
            meta l4proto { tcp, udp } th sport {{FirstSourcePort}}-{{LastSourcePort}} add @{{Passed}} { th sport . th dport }; };
          chain first_out { type filter hook output priority -{{OuterPriority}}; policy accept;
            tcp sport {{FirstSourcePort}}-{{LastSourcePort}} tcp flags & (fin | syn | rst | ack) == syn add @{{Arrived}} { tcp sport counter };
            udp sport {{FirstSourcePort}}-{{LastSourcePort}} add @{{Arrived}} { udp sport counter }; };
          chain last_out { type filter hook postrouting priority {{OuterPriority}}; policy accept;
            meta l4proto { tcp, udp } th sport {{FirstSourcePort}}-{{LastSourcePort}} add @{{Passed}} { th sport . th dport }; };
        }

        """);

    /// <summary>nft's commands that list what the table has noted: set by set, never the table itself.</summary>
    /// <remarks>
    /// Asked for a table that has an owner as JSON, nft 1.0.6 takes the flag's name from beyond the end of its list of
    /// names: it prints some other word, or nothing from there on, and says that all went well.
    /// </remarks>
    public static IReadOnlyList<string[]> Listings { get; } =
        [["nft", "-j", "list", "set", "inet", Table, Arrived], ["nft", "-j", "list", "set", "inet", Table, Passed]];

    /// <summary>Reads what the table has noted.</summary>
    /// <param name="listings">What <see cref="Listings"/> printed, JSON each.</param>
    /// <exception cref="JsonException">A listing is not whole.</exception>
    public static WitnessNotes Read(IEnumerable<string> listings)
    {
        Dictionary<int, long> arrived = [];
        Dictionary<int, List<int>> passed = [];
        foreach (string listing in listings)
            Read(listing, arrived, passed);
        return new WitnessNotes(arrived, passed.ToDictionary(sweep => sweep.Key, sweep => FieldSet.OfValues(sweep.Value)));
    }

    private static void Read(string json, Dictionary<int, long> arrived, Dictionary<int, List<int>> passed)
    {
        using JsonDocument listing = JsonDocument.Parse(json);
        foreach (JsonElement item in listing.RootElement.GetProperty("nftables").EnumerateArray())
        {
            if (!item.TryGetProperty("set", out JsonElement set) || !set.TryGetProperty("elem", out JsonElement elements))
                continue;
            bool isCounts = set.GetProperty("name").GetString() == Arrived;
            foreach (JsonElement element in elements.EnumerateArray())
            {
                if (isCounts)
                    ReadCount(element, arrived);
                else
                    ReadPort(element, passed);
            }
        }
    }

    private static void ReadCount(JsonElement element, Dictionary<int, long> arrived)
    {
        JsonElement body = element.GetProperty("elem");
        arrived[body.GetProperty("val").GetInt32()] = body.GetProperty("counter").GetProperty("packets").GetInt64();
    }

    private static void ReadPort(JsonElement element, Dictionary<int, List<int>> passed)
    {
        JsonElement pair = element.GetProperty("concat");
        int sweep = pair[0].GetInt32();
        if (!passed.TryGetValue(sweep, out List<int>? ports))
            passed[sweep] = ports = [];
        ports.Add(pair[1].GetInt32());
    }
}
