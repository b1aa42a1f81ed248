using System.Collections.Immutable;
using System.Text.Json;
using PoolTopology.Consensus.Chain;
using PoolTopology.Consensus.Headers;
using PoolTopology.Consensus.Leadership;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Ledger.Eras;
using PoolTopology.Ledger.Snapshots;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.Primitives.Numbers;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance.Headers;

/// <summary>
/// headers/header-test-cases.json: headers with one thing wrong at most, and the rule that must say so.
/// </summary>
public class HeaderTestCases
{
    private static readonly string[] KnownKeys =
        ["index", "title", "description", "context", "header", "ledgerState", "expected"];

    private static readonly string[] KnownContextKeys =
    [
        "activeSlotCoeff", "coldSignKey", "kesSignKey", "nonce", "ocertCounters", "praosMaxKESEvo",
        "praosSlotsPerKESPeriod", "vrfSignKey", "vrfVKeyHash",
    ];

    [VectorFact]
    public void All_get_the_right_verdict_for_the_right_reason()
    {
        using JsonDocument file = JsonDocument.Parse(VectorFiles.ReadBytes("headers/header-test-cases.json"));
        VectorRun.All(
            "headers/test-cases",
            file.RootElement.EnumerateArray().ToArray(),
            item => item.GetProperty("index").GetRawText(),
            Check,
            atLeast: 79);
    }

    private static string? Check(JsonElement item)
    {
        if ((UnknownKey(item, KnownKeys) ?? UnknownKey(item.GetProperty("context"), KnownContextKeys)) is string key)
            return $"unknown key {key}";
        string expected = Expected(item.GetProperty("expected"));
        string found = Verdict(item);
        return expected == found ? null : $"expected {expected}, found {found}";
    }

    private static string? UnknownKey(JsonElement item, string[] known) =>
        item.EnumerateObject().Select(p => p.Name).FirstOrDefault(name => !known.Contains(name));

    // Amaru's names on the left, our rules on the right.
    private static string Expected(JsonElement expected)
    {
        if (expected.ValueKind == JsonValueKind.String)
            return expected.GetString() == "pass" ? "valid" : throw new FormatException(expected.GetRawText());
        JsonProperty only = expected.EnumerateObject().Single();
        return (only.Name, only.Value.GetString()) switch
        {
            ("error", "OpCertKesPeriodTooLarge") => nameof(HeaderError.KesPeriodBeforeStart),
            ("error", "OpCertKesPeriodTooOld") => nameof(HeaderError.KesPeriodAfterEnd),
            ("error", "SequenceNumberTooSmall") => nameof(HeaderError.CounterTooSmall),
            ("error", "SequenceNumberTooFarAhead") => nameof(HeaderError.CounterOverIncremented),
            ("error", "InvalidSignature") => nameof(HeaderError.InvalidOperationalCertificateSignature),
            ("error", "InvalidKesSignature") => nameof(HeaderError.InvalidKesSignature),
            ("error", "UnknownPool") => nameof(HeaderError.UnknownPool),
            ("error", "KnownLeaderVrf") => nameof(HeaderError.WrongVrfKey),
            ("error", "VrfProof(MalformedProof") => nameof(VrfFault.MalformedProof),
            ("error", "VrfProof(InvalidProof") => nameof(VrfFault.InvalidProof),
            ("error", "VrfProof(ProofMismatch") => nameof(VrfFault.OutputMismatch),
            ("error", "PoolError") => nameof(HeaderError.StakeDistributionUnavailable),
            ("error", "LeaderStake") => nameof(HeaderError.NotLeader),
            ("decodeError", "expected exactly 64 bytes, got 63") => "a byte string of 64 bytes, not one of 63",
            var unknown => throw new FormatException($"unknown expectation {unknown}"),
        };
    }

    private static string Verdict(JsonElement item)
    {
        BlockHeader header;
        try
        {
            header = BlockHeader.Decode(Era.Conway, Hex(item.GetProperty("header")));
        }
        catch (CborException e)
        {
            return $"{e.Expected}, not {e.Found}";
        }
        JsonElement context = item.GetProperty("context");
        HeaderError? error = HeaderValidator.ValidateProtocol(
            header, View(item, header), State(context), Parameters(context), Evolution.AnyClock);
        return error switch
        {
            null => "valid",
            HeaderError.InvalidVrf vrf => vrf.Fault.ToString(),
            _ => error.GetType().Name,
        };
    }

    private static ConsensusParameters Parameters(JsonElement context) => new()
    {
        ActiveSlotCoefficient = new ActiveSlotCoefficient(
            Rational.ParseDecimal(context.GetProperty("activeSlotCoeff").GetRawText())),
        SecurityParameter = 2160,
        SlotsPerKesPeriod = context.GetProperty("praosSlotsPerKESPeriod").GetUInt64(),
        MaxKesEvolutions = context.GetProperty("praosMaxKESEvo").GetUInt64(),
    };

    private static PraosState State(JsonElement context)
    {
        Nonce nonce = new(Hash32.Parse(context.GetProperty("nonce").GetString()!));
        return new PraosState
        {
            LastSlot = null,
            OperationalCertificateCounters = context.GetProperty("ocertCounters").EnumerateObject()
                .ToImmutableSortedDictionary(p => Hash28.Parse(p.Name), p => p.Value.GetUInt64()),
            EvolvingNonce = nonce,
            CandidateNonce = nonce,
            EpochNonce = nonce,
            LabNonce = Nonce.Neutral,
            LastEpochBlockNonce = Nonce.Neutral,
        };
    }

    // The issuer has all the stake, as the vectors' README says.
    private static LedgerView View(JsonElement item, BlockHeader header)
    {
        string? ledger = item.TryGetProperty("ledgerState", out JsonElement state) ? state.GetString() : null;
        Hash32 vrfKeyHash = new(Hex(item.GetProperty("context").GetProperty("vrfVKeyHash")));
        StakeDistribution? stake = ledger switch
        {
            null => new StakeDistribution(ImmutableSortedDictionary<Hash28, PoolStake>.Empty.Add(
                header.PoolId, new PoolStake(Rational.One, vrfKeyHash))),
            "missingPool" => StakeDistribution.Empty,
            "failing" => null,
            _ => throw new FormatException($"unknown ledgerState {ledger}"),
        };
        return new LedgerView
        {
            Era = Era.Conway,
            StakeDistribution = stake,
            MaxHeaderSizeBytes = 1100,
            MaxBodySizeBytes = 90112,
            ProtocolVersion = new ProtocolVersion(10, 0),
        };
    }

    private static byte[] Hex(JsonElement text) => Convert.FromHexString(text.GetString()!);
}
