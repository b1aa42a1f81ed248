using System.Globalization;
using System.Text.Json;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Yaml;

namespace PoolTopology.Topology.PeerFiles;

/// <summary>Reads a topology.json as cardano-node does: unknown keys are ignored, null means absent.</summary>
internal static class PeerFileParser
{
    private const int MaxLength = 16 * 1024 * 1024;

    public static PeerFileResult Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length > MaxLength)
            return Refused("", "the file is longer than 16 MiB");
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                json.StartsWith('\uFEFF') ? json.AsMemory(1) : json.AsMemory());
            List<PeerFileError> errors = [];
            PeerFile file = ReadFile(new JsonFields(document.RootElement, "", errors));
            if (errors.Count == 0)
                PeerFileRules.Check(file, errors);
            return new PeerFileResult(errors.Count == 0 ? file : null, errors.ToValueList());
        }
        catch (JsonException exception)
        {
            return Refused("", string.Create(CultureInfo.InvariantCulture,
                $"not JSON, line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}"));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // The JSON reader answers half of a surrogate pair, plain or escaped, with these.
            return Refused("", "not JSON: it contains half of a character");
        }
    }

    private static PeerFile ReadFile(JsonFields fields) => new()
    {
        LocalRoots = fields.RequiredList("localRoots", ReadLocalRoots),
        PublicRoots = fields.RequiredList("publicRoots", ReadPublicRoots),
        BootstrapPeers = fields.OptionalList("bootstrapPeers", ReadAccessPoint),
        UseLedgerAfterSlot = fields.OptionalSlot("useLedgerAfterSlot") ?? PeerFile.NeverUseLedger,
        PeerSnapshotFile = fields.OptionalText("peerSnapshotFile"),
    };

    private static LocalRootGroup ReadLocalRoots(JsonFields fields)
    {
        int hot = fields.OptionalCount("valency", isLenient: true) ?? fields.OptionalCount("hotValency")
            ?? fields.Missing("hotValency", 0);
        return new LocalRootGroup
        {
            Name = fields.LabelOrNull("name"),
            AccessPoints = fields.RequiredList("accessPoints", ReadAccessPoint),
            HotValency = hot,
            WarmValency = fields.OptionalCount("warmValency") ?? hot,
            IsAdvertised = fields.OptionalTruth("advertise") ?? false,
            IsTrustable = fields.OptionalTruth("trustable") ?? false,
            IsBehindFirewall = fields.OptionalTruth("behindFirewall") ?? false,
            DiffusionMode = ReadDiffusionMode(fields),
        };
    }

    private static PublicRootGroup ReadPublicRoots(JsonFields fields) =>
        new(fields.RequiredList("accessPoints", ReadAccessPoint), fields.OptionalTruth("advertise") ?? false);

    private static AccessPoint ReadAccessPoint(JsonFields fields)
    {
        string address = fields.OptionalText("address") ?? fields.Missing("address", "");
        int? port = fields.OptionalCount("port");
        if (port is < 0 or > 65535)
            fields.Refuse("port", $"{port} is not a port, 0 to 65535");
        if (port is null && HostAddress.TryParse(address) is { IsDnsName: false })
            fields.Refuse("port", "an IP address needs a port; only a DNS name may leave it to an SRV record");
        return new AccessPoint(address, port);
    }

    private static DiffusionMode ReadDiffusionMode(JsonFields fields)
    {
        switch (fields.OptionalText("diffusionMode"))
        {
            case null or "InitiatorAndResponder":
                return DiffusionMode.InitiatorAndResponder;
            case "InitiatorOnly":
                return DiffusionMode.InitiatorOnly;
            default:
                fields.Refuse("diffusionMode", "expected InitiatorOnly or InitiatorAndResponder");
                return DiffusionMode.InitiatorAndResponder;
        }
    }

    private static PeerFileResult Refused(string path, string message) => new(null, [new PeerFileError(path, message)]);

    /// <summary>The fields of one JSON object, with the path that errors name.</summary>
    private sealed class JsonFields
    {
        private readonly JsonElement _element;
        private readonly string _path;
        private readonly List<PeerFileError> _errors;

        public JsonFields(JsonElement element, string path, List<PeerFileError> errors)
        {
            (_element, _path, _errors) = (element, path, errors);
            if (element.ValueKind != JsonValueKind.Object)
                errors.Add(new PeerFileError(path, $"expected an object, found {Describe(element)}"));
        }

        public void Refuse(string key, string message) =>
            _errors.Add(new PeerFileError(YamlPath.Key(_path, key), message));

        public T Missing<T>(string key, T placeholder)
        {
            if (_element.ValueKind == JsonValueKind.Object)
                Refuse(key, "this key is missing");
            return placeholder;
        }

        public ValueList<T> RequiredList<T>(string key, Func<JsonFields, T> read) =>
            OptionalList(key, read) ?? Missing<ValueList<T>>(key, []);

        public ValueList<T>? OptionalList<T>(string key, Func<JsonFields, T> read)
        {
            if (Find(key) is not { } list)
                return null;
            if (list.ValueKind != JsonValueKind.Array)
                return Wrong<ValueList<T>>(key, "a list", list, []);
            string path = YamlPath.Key(_path, key);
            return list.EnumerateArray()
                .Select((item, i) => read(new JsonFields(item, YamlPath.Index(path, i), _errors)))
                .ToValueList();
        }

        /// <summary>The reference falls back to hotValency where valency is there and malformed.</summary>
        public int? OptionalCount(string key, bool isLenient = false)
        {
            if (Find(key) is not { } number)
                return null;
            if (number.ValueKind == JsonValueKind.Number && number.TryGetDecimal(out decimal value)
                && value == decimal.Truncate(value) && value is >= 0 and <= int.MaxValue)
                return (int)value;
            return isLenient && Find("hotValency") is not null
                ? null
                : Wrong<int?>(key, "a whole number, 0 or more", number, 0);
        }

        /// <summary>The reference takes any number here and rounds it down; only its sign and size matter.</summary>
        public long? OptionalSlot(string key)
        {
            if (Find(key) is not { } number)
                return null;
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetDecimal(out decimal value)
                || value > long.MaxValue)
                return Wrong<long?>(key, "a slot number", number, 0);
            return value < 0 ? PeerFile.NeverUseLedger : (long)decimal.Floor(value);
        }

        public bool? OptionalTruth(string key) => Find(key) switch
        {
            null => null,
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            { } other => Wrong<bool?>(key, "true or false", other, false),
        };

        public string? OptionalText(string key) => Find(key) switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { } other => Wrong<string?>(key, "text", other, ""),
        };

        /// <summary>
        /// A label is nobody's business but the reader's: anything that is not text counts as absent.
        /// </summary>
        public string? LabelOrNull(string key) =>
            Find(key) is { ValueKind: JsonValueKind.String } ? OptionalText(key) : null;

        private JsonElement? Find(string key) =>
            _element.ValueKind == JsonValueKind.Object
            && _element.TryGetProperty(key, out JsonElement value)
            && value.ValueKind != JsonValueKind.Null
                ? value
                : null;

        private T Wrong<T>(string key, string expected, JsonElement found, T placeholder)
        {
            Refuse(key, $"expected {expected}, found {Describe(found)}");
            return placeholder;
        }

        private static string Describe(JsonElement element) => element.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "text",
            JsonValueKind.Number => element.GetRawText() is { Length: <= 30 } number ? number : "a long number",
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => "null",
        };
    }
}
