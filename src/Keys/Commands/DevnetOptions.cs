using System.CommandLine;
using System.Globalization;
using PoolTopology.Keys.Devnet;

namespace PoolTopology.Keys.Commands;

/// <summary>The options of <c>devnet</c> and how they become parameters.</summary>
internal sealed class DevnetOptions
{
    private const decimal SlotLengthSecondsDefault = 0.5m;
    private const decimal ActiveSlotsCoefficientDefault = 0.25m;
    private const string SystemStartDefault = "+10";

    private readonly Option<int> _pools = Number("--pools", "How many pools, with equal stake", 1);
    private readonly Option<decimal> _slotLength = Number("--slot-length", "Seconds", SlotLengthSecondsDefault);
    private readonly Option<decimal> _activeSlotsCoefficient = Number(
        "--active-slots-coeff", "The share of slots with a leader, above 0 and at most 1", ActiveSlotsCoefficientDefault);
    private readonly Option<ulong> _securityParameter = Number(
        "--security-param", "k: no rollback is longer than this many blocks", 20UL);
    private readonly Option<ulong?> _epochLength = new("--epoch-length")
    {
        Description = "Slots; at least 10k/f, which is the default",
        HelpName = "N",
    };
    private readonly Option<ulong> _slotsPerKesPeriod = Number("--slots-per-kes-period", "Slots", 129600UL);
    private readonly Option<ulong> _maxKesEvolutions = Number(
        "--max-kes-evolutions", "KES periods that a certificate is valid, at most 64", 62UL);
    private readonly Option<uint> _networkMagic = Number(
        "--network-magic", "The network's number; nodes of another number are turned away", 42U);
    private readonly Option<string> _systemStart = new("--system-start")
    {
        Description = "The start of slot 0: an instant such as 2026-01-01T00:00:00Z, or seconds from now such as +10",
        HelpName = "TIME",
        DefaultValueFactory = _ => SystemStartDefault,
    };

    /// <summary>The folder to write.</summary>
    public Option<string> Folder { get; } = new("--out-dir")
    {
        Description = "Written: a folder that does not exist yet, or is empty",
        HelpName = "DIR",
        Required = true,
    };

    /// <summary>Makes the keys repeatable.</summary>
    public Option<string?> Seed { get; } = new("--seed")
    {
        Description = "FOR TESTS ONLY: derive all keys from this text, which whoever knows it can do as well",
        HelpName = "TEXT",
    };

    public void AddTo(Command command)
    {
        command.Add(Folder);
        command.Add(_pools);
        command.Add(_slotLength);
        command.Add(_activeSlotsCoefficient);
        command.Add(_securityParameter);
        command.Add(_epochLength);
        command.Add(_slotsPerKesPeriod);
        command.Add(_maxKesEvolutions);
        command.Add(_networkMagic);
        command.Add(_systemStart);
        command.Add(Seed);
    }

    /// <summary>The parameters; null when the start time cannot be understood.</summary>
    public DevnetParameters? Read(ParseResult parsed, DateTimeOffset now, out string? error)
    {
        string start = parsed.GetValue(_systemStart) ?? SystemStartDefault;
        error = null;
        if (ReadStart(start, now) is not { } systemStart)
        {
            error = $"--system-start must be like 2026-01-01T00:00:00Z or +10, not {start}";
            return null;
        }
        ulong securityParameter = parsed.GetValue(_securityParameter);
        decimal activeSlotsCoefficient = parsed.GetValue(_activeSlotsCoefficient);
        ulong? epochLength = parsed.GetValue(_epochLength);
        return new DevnetParameters(
            parsed.GetValue(_pools),
            parsed.GetValue(_slotLength),
            activeSlotsCoefficient,
            securityParameter,
            epochLength ?? DevnetParameters.ShortestEpoch(securityParameter, activeSlotsCoefficient),
            parsed.GetValue(_slotsPerKesPeriod),
            parsed.GetValue(_maxKesEvolutions),
            parsed.GetValue(_networkMagic),
            systemStart);
    }

    // Relative times are rounded up to the whole second that the Byron genesis needs.
    private static DateTimeOffset? ReadStart(string text, DateTimeOffset now)
    {
        if (text.StartsWith('+'))
        {
            return uint.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out uint seconds)
                ? DateTimeOffset.FromUnixTimeMilliseconds(
                    (now.ToUnixTimeMilliseconds() + 999) / 1000 * 1000).AddSeconds(seconds)
                : null;
        }
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, utc, out DateTimeOffset instant)
            ? instant
            : null;
    }

    private static Option<T> Number<T>(string name, string description, T defaultValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue,
    };
}
