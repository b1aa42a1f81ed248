using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Shapes;
using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.Vocabulary;

/// <summary>The single values of topology.yaml.</summary>
internal static partial class Scalars
{
    private const int MaxTextLength = 200;
    private const string DurationPatternText = "^(?=[0-9])([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$";
    private const string TickerPatternText = "^[A-Z0-9]{3,5}$";
    private const string HostKeyPatternText =
        "^(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]{40,2000}={0,2}$";
    private const string UserPatternText = "^[A-Za-z_][A-Za-z0-9_.-]{0,31}$";

    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(7);

    public static readonly Shape<int> Port = Integer("a port, 1 to 65535", 1, 65535, v => (int)v);

    public static readonly Shape<long> PositiveCount = Integer(
        "a whole number from 1 to 1000000000", 1, 1_000_000_000, v => v);

    public static readonly Shape<long?> OptionalCount = Integer<long?>(
        "a whole number from 1 to 1000000000", 1, 1_000_000_000, v => v);

    public static readonly Shape<int> BatchSize = Integer("a number of relays, 1 to 100", 1, 100, v => (int)v);

    public static readonly Shape<int> AlertCount = Integer("a whole number from 1 to 1000", 1, 1000, v => (int)v);

    public static readonly Shape<int> KesEvolutions = Integer("a number of evolutions, 1 to 63", 1, 63, v => (int)v);

    public static readonly Shape<uint> Magic = Integer(
        "a network magic, 0 to 4294967295", 0, uint.MaxValue, v => (uint)v);

    public static readonly Shape<int> FormatVersion = new ScalarShape<int>(
        "the version of this format that is known here: 1", YamlScalarKind.Integer, TopologyDocument.Version,
        text => text == "1"
            ? ScalarReading.Good(TopologyDocument.Version)
            : ScalarReading.Bad<int>("write 1, or use a program that knows this version"),
        () => new JsonObject { ["const"] = TopologyDocument.Version },
        FindingCode.WrongVersion);

    public static readonly Shape<bool> Truth = new ScalarShape<bool>(
        "true or false", YamlScalarKind.Truth, false,
        text => ScalarReading.Good(string.Equals(text, "true", StringComparison.OrdinalIgnoreCase)),
        () => new JsonObject { ["type"] = "boolean" });

    public static readonly Shape<string> PoolName = Text("a name of 1 to 50 characters", 50);

    public static readonly Shape<string> Zone = Text("the name of a failure domain", 50);

    public static readonly Shape<string> Folder = Text("a folder", 1024);

    public static readonly Shape<string> Jump = Text("a host to jump through, as `ssh -J` takes it", MaxTextLength);

    public static readonly Shape<string> Reference = new ScalarShape<string>(
        "a name from this file", YamlScalarKind.Text, "",
        text => EntryName.IsGood(text) ? ScalarReading.Good(text) : ScalarReading.Bad<string>(EntryName.Rule),
        () => TextSchema(EntryName.Pattern));

    public static readonly Shape<string> Ticker = new ScalarShape<string>(
        "a ticker of 3 to 5 capital letters or digits", YamlScalarKind.Text, "",
        text => TickerPattern().IsMatch(text) ? ScalarReading.Good(text) : ScalarReading.Bad<string>(TickerHint(text)),
        () => TextSchema(TickerPatternText));

    public static readonly Shape<string> User = new ScalarShape<string>(
        "a login name", YamlScalarKind.Text, "",
        text => UserPattern().IsMatch(text) ? ScalarReading.Good(text) : ScalarReading.Bad<string>("e.g. `ops`"),
        () => TextSchema(UserPatternText));

    public static readonly Shape<string> HostKey = new ScalarShape<string>(
        "an SSH host key", YamlScalarKind.Text, "",
        text => HostKeyPattern().IsMatch(text) && !text.EndsWith('\n')
            ? ScalarReading.Good(text)
            : ScalarReading.Bad<string>(
                "the kind and the key, e.g. ssh-ed25519 AAAA…, as in /etc/ssh/ssh_host_*_key.pub"),
        () => TextSchema(HostKeyPatternText));

    public static readonly Shape<EngineKind> Engine = Words(
        "an engine", EngineKind.PoolTopology,
        ("pooltopology", EngineKind.PoolTopology), ("cardano-node", EngineKind.CardanoNode));

    public static readonly Shape<IPAddress> MachineAddress = new ScalarShape<IPAddress>(
        "an IP address", YamlScalarKind.Text, IPAddress.None, ReadMachineAddress,
        () => new JsonObject
        {
            ["type"] = "string",
            ["anyOf"] = new JsonArray(new JsonObject { ["format"] = "ipv4" }, new JsonObject { ["format"] = "ipv6" }),
        });

    public static readonly Shape<IPEndPoint> EndPoint = new ScalarShape<IPEndPoint>(
        "an IP address and a port", YamlScalarKind.Text, new IPEndPoint(IPAddress.None, 0), ReadEndPoint,
        () => TextSchema("^([0-9.]+|\\[[0-9A-Fa-f:.]+\\]):[0-9]{1,5}$"));

    public static readonly Shape<HostAddress> Host = new ScalarShape<HostAddress>(
        "an IP address or a DNS name", YamlScalarKind.Text, HostAddress.Of(IPAddress.None), ReadHost,
        () => TextSchema("^[A-Za-z0-9_:.-]+$"));

    public static readonly Shape<IPNetwork> Cidr = new ScalarShape<IPNetwork>(
        "a network such as 192.0.2.0/24", YamlScalarKind.Text, default, ReadNetwork,
        () => TextSchema("^[0-9A-Fa-f:.]+/[0-9]{1,3}$"));

    public static readonly Shape<TimeSpan> Duration = new ScalarShape<TimeSpan>(
        "a duration such as 90s, 2m or 1h30m", YamlScalarKind.Text, TimeSpan.Zero, ReadDuration,
        () => TextSchema(DurationPatternText));

    public static readonly Shape<TimeSpan> SlotSeconds = new ScalarShape<TimeSpan>(
        "a number of seconds from 0.01 to 60", YamlScalarKind.Number, TimeSpan.FromSeconds(1),
        text => ReadDecimal(
            text, 0.01m, 60m, "e.g. 0.5", seconds => TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond))),
        () => new JsonObject { ["type"] = "number", ["minimum"] = 0.01m, ["maximum"] = 60 });

    public static readonly Shape<decimal> ActiveSlotsCoefficient = new ScalarShape<decimal>(
        "a ratio above 0 and at most 1", YamlScalarKind.Number, 1m,
        text => ReadDecimal(text, 0.0001m, 1m, "e.g. 0.25; mainnet has 0.05", ratio => ratio),
        () => new JsonObject { ["type"] = "number", ["minimum"] = 0.0001m, ["maximum"] = 1 });

    private static ScalarReading<IPAddress> ReadMachineAddress(string text)
    {
        if (AddressText.TryParseIp(text) is not { } address)
        {
            return ScalarReading.Bad<IPAddress>(AddressText.IsDnsName(text)
                ? "firewalls are made from it, so write the address that the name stands for, e.g. 203.0.113.11"
                : "e.g. 203.0.113.11 or 2001:db8::11");
        }
        return IsOneHost(address)
            ? ScalarReading.Good(address)
            : ScalarReading.Bad<IPAddress>("this address does not belong to one machine");
    }

    private static ScalarReading<IPEndPoint> ReadEndPoint(string text)
    {
        int colon = text.LastIndexOf(':');
        string host = colon > 0 ? text[..colon] : "";
        bool isBracketed = host.StartsWith('[') && host.EndsWith(']');
        bool isWritten = colon > 0 && isBracketed == host.Contains(':', StringComparison.Ordinal)
            && text.Length - colon - 1 is > 0 and <= 5 && text.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9') == false;
        return isWritten && AddressText.TryParseIp(isBracketed ? host[1..^1] : host) is { } address && IsOneHost(address)
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) && port > 0
                ? ScalarReading.Good(new IPEndPoint(address, port))
                : ScalarReading.Bad<IPEndPoint>("e.g. 192.0.2.7:7443 or [2001:db8::7]:7443; firewalls are made from it, so no name");
    }

    private static ScalarReading<HostAddress> ReadHost(string text)
    {
        if (HostAddress.TryParse(text) is not { } host)
        {
            return ScalarReading.Bad<HostAddress>(text.Contains(':', StringComparison.Ordinal)
                ? "the port has a key of its own: `port`"
                : "e.g. relay.example.org or 203.0.113.11");
        }
        return host.Ip is null || IsOneHost(host.Ip)
            ? ScalarReading.Good(host)
            : ScalarReading.Bad<HostAddress>("this address does not belong to one machine");
    }

    private static ScalarReading<IPNetwork> ReadNetwork(string text)
    {
        if (AddressText.TryParseNetwork(text) is { } network)
            return ScalarReading.Good(network);
        if (AddressText.TryParseIp(text) is { } address)
            return ScalarReading.Bad<IPNetwork>(
                $"for one address write {address}/{(address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)}");
        return ScalarReading.Bad<IPNetwork>(AddressText.NetworkAround(text) is { } around
            ? $"the bits after the prefix must be zero: {around}"
            : "e.g. 192.0.2.0/24");
    }

    private static ScalarReading<TimeSpan> ReadDuration(string text)
    {
        const string hint = "a number and a unit (h, m, s, ms), e.g. 90s or 1h30m, at most 168h";
        Match match = text.Length <= 24 ? DurationPattern().Match(text) : Match.Empty;
        if (!match.Success || text.EndsWith('\n'))
            return ScalarReading.Bad<TimeSpan>(
                text.Length is > 0 and < 10 && text.All(char.IsAsciiDigit) ? $"add a unit: {text}s" : hint);
        decimal seconds = (Part(1) * 3600) + (Part(2) * 60) + Part(3) + (Part(4) / 1000m);
        return seconds <= (decimal)LongestDuration.TotalSeconds
            ? ScalarReading.Good(TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)))
            : ScalarReading.Bad<TimeSpan>(hint);

        decimal Part(int group) => match.Groups[group].Success
            ? decimal.Parse(match.Groups[group].Value.TrimEnd('h', 'm', 's'), CultureInfo.InvariantCulture)
            : 0;
    }

    private static ScalarReading<T> ReadDecimal<T>(
        string text, decimal least, decimal most, string hint, Func<decimal, T> make) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) && value >= least
            && value <= most
            ? ScalarReading.Good(make(value))
            : ScalarReading.Bad<T>(hint);

    /// <summary>False for the unspecified, broadcast and multicast addresses.</summary>
    private static bool IsOneHost(IPAddress address)
    {
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.Equals(IPAddress.Broadcast))
            return false;
        return address.AddressFamily == AddressFamily.InterNetwork
            ? address.GetAddressBytes()[0] is > 0 and < 224
            : !address.IsIPv6Multicast;
    }

    private static ScalarShape<T> Integer<T>(string expectation, long least, long most, Func<long, T> make) => new(
        expectation, YamlScalarKind.Integer, make(least),
        text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            && value >= least && value <= most
            ? ScalarReading.Good(make(value))
            : ScalarReading.Bad<T>($"write {expectation}, in decimal"),
        () => new JsonObject { ["type"] = "integer", ["minimum"] = least, ["maximum"] = most });

    private static ScalarShape<string> Text(string expectation, int maxLength) => new(
        expectation, YamlScalarKind.Text, "",
        text => text.Length > 0 && text.Length <= maxLength && !text.Any(char.IsControl)
            && text.Trim().Length == text.Length && text[0] != '-'
            ? ScalarReading.Good(text)
            : ScalarReading.Bad<string>(
                $"1 to {maxLength} characters on one line, not beginning with a hyphen or a space"),
        () => new JsonObject { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = maxLength });

    private static ScalarShape<T> Words<T>(string title, T placeholder, params (string Word, T Value)[] words)
    {
        string expectation = $"{title}: {string.Join(" or ", words.Select(w => w.Word))}";
        return new ScalarShape<T>(
            expectation, YamlScalarKind.Text, placeholder,
            text =>
            {
                foreach ((string word, T value) in words)
                {
                    if (word == text)
                        return ScalarReading.Good(value);
                }
                return ScalarReading.Bad<T>(Spelling.Nearest(text, words.Select(w => w.Word)) is { } near
                    ? $"did you mean {near}?"
                    : $"write {string.Join(" or ", words.Select(w => w.Word))}");
            },
            () => new JsonObject
            {
                ["type"] = "string",
                ["enum"] = new JsonArray([.. words.Select(w => JsonValue.Create(w.Word))]),
            });
    }

    private static string TickerHint(string text)
    {
        string upper = text.ToUpperInvariant();
        return upper != text && TickerPattern().IsMatch(upper) ? $"write {upper}" : "e.g. DEMO";
    }

    private static JsonObject TextSchema(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };

    [GeneratedRegex(DurationPatternText, RegexOptions.CultureInvariant)]
    private static partial Regex DurationPattern();

    [GeneratedRegex(HostKeyPatternText, RegexOptions.CultureInvariant)]
    private static partial Regex HostKeyPattern();

    [GeneratedRegex(@"^[A-Z0-9]{3,5}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TickerPattern();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.-]{0,31}\z", RegexOptions.CultureInvariant)]
    private static partial Regex UserPattern();
}
