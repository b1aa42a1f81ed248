using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Node.Config;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;

namespace PoolTopology.Producer.Schedule.Listing;

/// <summary>The options of <c>pool-producer schedule</c>.</summary>
internal sealed class ScheduleCommandLine
{
    // Longer numbers are no stake of any chain.
    private const int DigitsMax = 80;

    private readonly Option<FileInfo> _vrfKey = new("--shelley-vrf-key")
    {
        Description = "The pool's VRF key, mode 0600.",
        HelpName = "FILE",
        Required = true,
    };
    private readonly Option<FileInfo?> _config = new("--config")
    {
        Description = "cardano-node's config.json: it gives slots their epoch and time.",
        HelpName = "FILE",
    };
    private readonly Option<ulong?> _epoch = Number("--epoch", "The epoch to list. [default: the one that is running]");
    private readonly Option<ulong?> _firstSlot = Number(
        "--first-slot", "Begin at this slot, instead of --epoch; without --config, the first slot of the epoch.");
    private readonly Option<ulong?> _slots = Number(
        "--slots", "How many slots to look at. [default: to the epoch's end]");
    private readonly Option<Rational?> _activeSlotsCoefficient = Share(
        "--active-slots-coeff", "f, where no --config gives it.");
    private readonly Option<Nonce?> _epochNonce = Hash("--epoch-nonce", "The epoch's nonce.");
    private readonly Option<Nonce?> _candidateNonce = Hash(
        "--candidate-nonce", "For the next epoch, instead of --epoch-nonce: the candidate nonce, once it is fixed,");
    private readonly Option<Nonce?> _lastEpochBlockNonce = Hash(
        "--last-epoch-block-nonce", "and the nonce of the last block of the epoch before.");
    private readonly Option<Rational?> _relativeStake = Share(
        "--relative-stake", "The pool's part of the active stake: lovelace/lovelace, or a decimal number.");
    private readonly Option<ElectionProtocol> _protocol = new("--protocol")
    {
        Description = "praos, or tpraos for epochs before Babbage. [default: praos]",
        HelpName = "praos|tpraos",
        CustomParser = result => ParseWord<ElectionProtocol>(result),
    };
    private readonly Option<Rational?> _decentralisation = Share(
        "--decentralisation", "With tpraos: the parameter d. [default: 0]");
    private readonly Option<int> _threads = new("--threads")
    {
        Description = "How many threads to use. [default: all cores]",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        CustomParser = ParseThreads,
    };
    private readonly Option<ListingFormat> _output = new("--output", "-o")
    {
        Description = "text for people, json for one document, ndjson for one slot per line. [default: text]",
        HelpName = "text|json|ndjson",
        CustomParser = result => ParseWord<ListingFormat>(result),
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])
            [_vrfKey, _config, _epoch, _firstSlot, _slots, _activeSlotsCoefficient, _epochNonce, _candidateNonce,
             _lastEpochBlockNonce, _relativeStake, _protocol, _decentralisation, _threads, _output])
            command.Options.Add(option);
        command.Validators.Add(Check);
    }

    /// <summary>Where the key is.</summary>
    public string KeyFile(ParseResult parsed) => parsed.GetRequiredValue(_vrfKey).FullName;

    /// <summary>How many threads to use.</summary>
    public int Threads(ParseResult parsed) => parsed.GetValue(_threads);

    /// <summary>How to write the answer.</summary>
    public ListingFormat Format(ParseResult parsed) => parsed.GetValue(_output);

    /// <summary>What is asked.</summary>
    /// <param name="parsed">A command line without errors.</param>
    /// <param name="now">Says which epoch is running.</param>
    /// <exception cref="ConfigurationException">
    /// config.json or a genesis file is missing or wrong, or the stretch is not one of this network.
    /// </exception>
    public ScheduleQuestion Read(ParseResult parsed, DateTimeOffset now)
    {
        ScheduleNetwork? network = parsed.GetValue(_config) is { } config
            ? ScheduleNetwork.Read(config.FullName)
            : null;
        ActiveSlotCoefficient f = new(parsed.GetValue(_activeSlotsCoefficient) ?? network!.ActiveSlotsCoefficient);
        Rational stake = parsed.GetValue(_relativeStake)!.Value;
        Slot first = FirstSlot(parsed, network, now);
        ulong count = parsed.GetValue(_slots) ?? (ulong)(network!.Clock.EndOfEpoch(first) - first.Value);
        if (count > ScheduleSearch.SlotsMax || count - 1 > ulong.MaxValue - first.Value)
            throw new ConfigurationException(
                $"{count} slots from slot {first} on are too many: at most {ScheduleSearch.SlotsMax} (--slots)");
        Nonce nonce = parsed.GetValue(_epochNonce) ?? Nonce.Combine(
            parsed.GetValue(_candidateNonce)!.Value, parsed.GetValue(_lastEpochBlockNonce)!.Value);
        Election election = new(nonce, LeaderThreshold.Of(stake, f), f)
        {
            Protocol = parsed.GetValue(_protocol),
            FirstSlotOfEpoch = network is null ? first : network.Clock.FirstSlotOf(network.Clock.EpochOf(first)),
            Decentralisation = parsed.GetValue(_decentralisation) ?? Rational.Zero,
            GenesisKeyHashes = network?.GenesisKeyHashes ?? [],
        };
        return new ScheduleQuestion(election, stake, first, count, network?.Clock);
    }

    private Slot FirstSlot(ParseResult parsed, ScheduleNetwork? network, DateTimeOffset now)
    {
        if (parsed.GetValue(_firstSlot) is { } slot)
            return new Slot(slot);
        if (parsed.GetValue(_epoch) is { } epoch)
        {
            try
            {
                return network!.Clock.FirstSlotOf(new EpochNo(epoch));
            }
            catch (OverflowException beyond)
            {
                throw new ConfigurationException($"epoch {epoch} is beyond all slots (--epoch)", beyond);
            }
        }
        return network!.Clock.TrySlotAt(now, out Slot running)
            ? network.Clock.FirstSlotOf(network.Clock.EpochOf(running))
            : throw new ConfigurationException(
                $"the network starts at {network.Clock.SystemStart:u}: no epoch is running; name one with --epoch");
    }

    // Every combination that is wrong at once, not one per attempt.
    private void Check(CommandResult result)
    {
        bool hasConfig = Has(result, _config);
        if (!hasConfig && !(Has(result, _firstSlot) && Has(result, _slots) && Has(result, _activeSlotsCoefficient)))
            result.AddError("name --config; or, without it, --first-slot, --slots and --active-slots-coeff");
        if (!hasConfig && Has(result, _epoch))
            result.AddError("--epoch needs --config, which says where epochs begin");
        if (Has(result, _epoch) && Has(result, _firstSlot))
            result.AddError("--epoch and --first-slot say the same twice: name one of them");
        bool hasNext = Has(result, _candidateNonce) && Has(result, _lastEpochBlockNonce);
        if (Has(result, _epochNonce) == hasNext || Has(result, _candidateNonce) != Has(result, _lastEpochBlockNonce))
            result.AddError(
                "name --epoch-nonce; or, for the next epoch, --candidate-nonce and --last-epoch-block-nonce");
        if (!Has(result, _relativeStake))
            result.AddError("--relative-stake is missing");
        if (Has(result, _decentralisation) && result.GetValue(_protocol) != ElectionProtocol.TPraos)
            result.AddError("--decentralisation goes with --protocol tpraos only");
    }

    private static bool Has(CommandResult result, Option option) => result.GetResult(option) is { Implicit: false };

    private static Option<ulong?> Number(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => ParseNumber(name, result),
    };

    private static Option<Rational?> Share(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SHARE",
        CustomParser = result => ParseShare(name, result),
    };

    private static Option<Nonce?> Hash(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "HEX",
        CustomParser = result => ParseNonce(name, result),
    };

    private static ulong? ParseNumber(string name, ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            && (name != "--slots" || number > 0))
            return number;
        result.AddError($"{name}: '{text}' is not a {(name == "--slots" ? "positive number" : "number")}");
        return null;
    }

    private static Rational? ParseShare(string name, ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (TryParseShare(text) is { } share && share >= Rational.Zero && share <= Rational.One
            && (name != "--active-slots-coeff" || share.Sign > 0))
            return share;
        result.AddError(
            $"{name}: '{text}' is not a share: a fraction such as 1/20 or a decimal such as 0.05, at most 1");
        return null;
    }

    private static Rational? TryParseShare(string text)
    {
        if (text.Length > 2 * DigitsMax)
            return null;
        string[] parts = text.Split('/');
        try
        {
            return parts.Length switch
            {
                1 => Rational.ParseDecimal(text),
                2 => new Rational(
                    BigInteger.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture),
                    BigInteger.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture)),
                _ => null,
            };
        }
        catch (Exception malformed) when (malformed is FormatException or DivideByZeroException)
        {
            return null;
        }
    }

    private static Nonce? ParseNonce(string name, ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        Span<byte> bytes = stackalloc byte[Hash32.SizeBytes];
        if (text.Length == 2 * Hash32.SizeBytes
            && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done)
            return new Nonce(new Hash32(bytes));
        result.AddError($"{name}: '{text}' is not 64 hexadecimal digits");
        return null;
    }

    private static T ParseWord<T>(ArgumentResult result)
        where T : struct, Enum
    {
        string text = result.Tokens[0].Value;
        foreach (T value in Enum.GetValues<T>())
        {
            if (text.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase))
                return value;
        }
        string choices = string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant();
        result.AddError($"'{text}' is not one of: {choices}");
        return default;
    }

    private static int ParseThreads(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int threads)
            && threads is >= 1 and <= 1024)
            return threads;
        result.AddError($"--threads: '{text}' is not a number from 1 to 1024");
        return 1;
    }
}
