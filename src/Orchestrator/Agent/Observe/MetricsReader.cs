using System.Globalization;
using System.Text;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Observe;

/// <summary>What the text of a cardano-node's Prometheus metrics says about it. Pure.</summary>
/// <remarks>
/// Names have changed with the years and with <c>PrometheusSimple suffix | nosuffix</c>: a name counts without its suffix
/// of type, and older names are known. Lines of others are passed over. A text that was cut is refused: half a number is
/// another number.
/// Spec: Prometheus text exposition format 0.0.4; names of cardano-node 8 to 11.
/// </remarks>
internal static class MetricsReader
{
    private const string Prefix = "cardano_node_metrics_";
    private const string BuildInfo = "cardano_build_info";
    private const int ShownCharacters = 24;
    private const double LargestExact = 1UL << 53;

    private static readonly string[] Suffixes = ["_int", "_counter", "_real"];

    private static readonly HashSet<string> KnownNames = new(StringComparer.Ordinal)
    {
        "slotNum", "blockNum", "density", "peerSelection_Hot", "peerSelection_hot", "peerSelection_ActivePeers",
        "peerSelection_Warm", "peerSelection_warm", "connectionManager_inboundConns", "connectionManager_incomingConns",
        "connectionManager_outboundConns", "connectionManager_outgoingConns", "blockReplayProgress", "currentKESPeriod",
        "remainingKESPeriods", "forging_enabled", "Forge_about_to_lead", "Forge_forge_about_to_lead",
        "Forge_could_not_forge", "slotsMissed", "slotsMissedNum",
    };

    /// <summary>Reads a whole text.</summary>
    /// <exception cref="MetricsException">It is cut, of something else, or a value that counts is no number.</exception>
    public static NodeMetrics Read(ReadOnlySpan<byte> text)
    {
        if (text.Length > 0 && text[^1] != '\n')
            throw new MetricsException("they end in the middle of a line");
        Dictionary<string, Sample> samples = new(StringComparer.Ordinal);
        bool isOfNode = false;
        for (int number = 1; !text.IsEmpty; number++)
        {
            int end = text.IndexOf((byte)'\n');
            isOfNode |= ReadLine(text[..end], number, samples);
            text = text[(end + 1)..];
        }

        return isOfNode ? Compose(samples) : throw new MetricsException("nothing in them is of a cardano-node");
    }

    /// <summary>True for a line of a cardano-node; what is known is kept, the first of several.</summary>
    private static bool ReadLine(ReadOnlySpan<byte> line, int number, Dictionary<string, Sample> samples)
    {
        line = line.Trim(" \t\r"u8);
        if (line.IsEmpty || line[0] == '#')
            return false;
        int nameEnd = line.IndexOfAny(" \t{"u8);
        ReadOnlySpan<byte> nameBytes = nameEnd < 0 ? line : line[..nameEnd];
        if (!nameBytes.StartsWith("cardano_"u8))
            return false;
        string name = Encoding.UTF8.GetString(nameBytes);
        if (!name.StartsWith(Prefix, StringComparison.Ordinal))
            return name == BuildInfo;
        string known = WithoutSuffix(name[Prefix.Length..]);
        if (!KnownNames.Contains(known) || (nameEnd >= 0 && line[nameEnd] == '{'))
            return true;
        ReadOnlySpan<byte> rest = nameEnd < 0 ? default : line[nameEnd..].Trim(" \t"u8);
        int valueEnd = rest.IndexOfAny(" \t"u8); // A timestamp may follow.
        ReadOnlySpan<byte> value = valueEnd < 0 ? rest : rest[..valueEnd];
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed))
            throw Wrong(number, name, Shown(value), "a number");
        samples.TryAdd(known, new Sample(name, number, parsed));
        return true;
    }

    private static NodeMetrics Compose(Dictionary<string, Sample> samples)
    {
        NodeMetrics metrics = new();
        SetWhole(samples, value => metrics.TipSlot = value, "slotNum");
        SetWhole(samples, value => metrics.BlockNo = value, "blockNum");
        SetReal(samples, value => metrics.Density = value, "density");
        SetWhole(samples, value => metrics.HotPeers = value, "peerSelection_Hot", "peerSelection_hot", "peerSelection_ActivePeers");
        SetWhole(samples, value => metrics.WarmPeers = value, "peerSelection_Warm", "peerSelection_warm");
        SetWhole(
            samples, value => metrics.InboundConnections = value,
            "connectionManager_inboundConns", "connectionManager_incomingConns");
        SetWhole(
            samples, value => metrics.OutboundConnections = value,
            "connectionManager_outboundConns", "connectionManager_outgoingConns");
        SetReal(samples, value => metrics.ReplayPercent = value, "blockReplayProgress");
        SetWhole(samples, value => metrics.KesPeriod = value, "currentKESPeriod");
        // Beyond the certificate's end the difference is less than nothing.
        if (samples.TryGetValue("remainingKESPeriods", out Sample kes))
            metrics.RemainingKesPeriods = kes.Value < 0 ? 0 : Whole(kes);
        SetWhole(samples, value => metrics.ForgingEnabled = value > 0, "forging_enabled");
        SetWhole(samples, value => metrics.LeadershipChecks = value, "Forge_about_to_lead", "Forge_forge_about_to_lead");
        SetWhole(samples, value => metrics.CouldNotForge = value, "Forge_could_not_forge");
        SetWhole(samples, value => metrics.SlotsMissed = value, "slotsMissed", "slotsMissedNum");
        return metrics;
    }

    private static void SetWhole(Dictionary<string, Sample> samples, Action<ulong> set, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (!samples.TryGetValue(name, out Sample sample))
                continue;
            set(Whole(sample));
            return;
        }
    }

    // A density of no blocks is 0/0.
    private static void SetReal(Dictionary<string, Sample> samples, Action<double> set, string name)
    {
        if (samples.TryGetValue(name, out Sample sample) && double.IsFinite(sample.Value))
            set(sample.Value);
    }

    private static ulong Whole(Sample sample) =>
        sample.Value is >= 0 and <= LargestExact && double.IsInteger(sample.Value)
            ? (ulong)sample.Value
            : throw Wrong(sample.Line, sample.Name, sample.Value.ToString("R", CultureInfo.InvariantCulture), "a whole number");

    private static string WithoutSuffix(string name)
    {
        foreach (string suffix in Suffixes)
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
                return name[..^suffix.Length];
        }

        return name;
    }

    private static MetricsException Wrong(int line, string name, string found, string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"line {line}: {name} is '{found}', {expected} was expected"));

    private static string Shown(ReadOnlySpan<byte> value)
    {
        StringBuilder shown = new();
        foreach (byte character in value[..Math.Min(value.Length, ShownCharacters)])
            shown.Append(character is >= 0x20 and < 0x7f ? (char)character : '?');
        return shown.ToString();
    }

    /// <summary>A line whose name is known.</summary>
    private readonly record struct Sample(string Name, int Line, double Value);
}
