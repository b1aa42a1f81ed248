using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoolTopology.Consensus.Nonces;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Inspection;

namespace PoolTopology.Node.Verification;

/// <summary>A verification's report as one JSON document.</summary>
/// <remarks>
/// Shape: amounts are lovelace as integers, beyond what a 64-bit float holds exactly. Everything that depends on the
/// machine stands under <c>cost</c>; the rest is the same for the same database, whatever the number of threads.
/// </remarks>
internal static class VerificationJson
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        NewLine = "\n",
    };

    public static string Of(VerificationReport report) => new JsonObject
    {
        ["verdict"] = report.IsValid ? "valid" : "invalid",
        ["database"] = report.Database,
        ["networkMagic"] = report.NetworkMagic.Value,
        ["start"] = Of(report.Start),
        ["skippedSnapshots"] = new JsonArray([.. report.SkippedSnapshots.Select(skipped => new JsonObject
        {
            ["folder"] = skipped.Folder,
            ["fault"] = Word(skipped.Fault.ToString()),
        })]),
        ["until"] = report.Until?.Value,
        ["tip"] = Of(report.Tip),
        ["blocks"] = report.Counts.Blocks,
        ["transactions"] = report.Counts.Transactions,
        ["transactionsWithScriptsNotEvaluated"] = report.Counts.UnevaluatedTransactions,
        ["divergence"] = Of(report.Divergence),
        ["findings"] = new JsonArray([.. report.Findings.Select(Of)]),
        ["checks"] = new JsonArray([.. VerificationCheck.Of(report).Select(Of)]),
        ["epochs"] = new JsonArray([.. report.Epochs.Select(Of)]),
        ["cost"] = Of(report.Cost, report.Counts),
    }.ToJsonString(Indented) + "\n";

    private static JsonNode Of(Tip tip) => tip.IsGenesis
        ? "genesis"
        : new JsonObject
        {
            ["slot"] = tip.Point.Slot.Value,
            ["hash"] = tip.Point.Hash.ToString(),
            ["blockNo"] = tip.BlockNo.Value,
        };

    private static JsonObject? Of(Divergence? divergence) => divergence is null ? null : new JsonObject
    {
        ["kind"] = Word(divergence.Kind.ToString()),
        ["slot"] = divergence.Point?.Slot.Value,
        ["hash"] = divergence.Point?.Hash.ToString(),
        ["blockNo"] = divergence.BlockNo?.Value,
        ["rule"] = divergence.Rule,
        ["expected"] = divergence.Expected,
        ["found"] = divergence.Found,
        ["numbers"] = new JsonObject(
            divergence.Numbers.Select(number => KeyValuePair.Create(Word(number.Key), (JsonNode?)number.Value))),
    };

    private static JsonObject Of(StorageFinding finding)
    {
        JsonObject json = new()
        {
            ["finding"] = finding.GetType().Name,
            ["weight"] = Word(finding.Weight.ToString()),
            ["file"] = finding.File,
        };
        json["text"] = FindingText.Of(finding);
        return json;
    }

    private static JsonObject Of(VerificationCheck check) => new()
    {
        ["name"] = check.Name,
        ["ran"] = check.HasRun,
        ["count"] = check.Count,
    };

    private static JsonObject Of(EpochSummary epoch) => new()
    {
        ["epoch"] = epoch.Epoch.Value,
        ["era"] = epoch.Era.ToString(),
        ["protocolVersion"] = epoch.ProtocolVersion.ToString(),
        ["nonce"] = TextOf(epoch.Nonce),
        ["stakeDigest"] = epoch.StakeDigest?.ToString(),
        ["parametersDigest"] = epoch.Ledger?.ParametersDigest.ToString(),
        ["reserves"] = epoch.Ledger?.Reserves.Value,
        ["treasury"] = epoch.Ledger?.Treasury.Value,
        ["deposits"] = epoch.Ledger?.Deposits.Value,
        ["fees"] = epoch.Ledger?.Fees.Value,
        ["utxo"] = epoch.Ledger?.Utxo.Value,
        ["rewards"] = epoch.Ledger?.Rewards.Value,
    };

    private static JsonObject Of(VerificationCost cost, VerificationCounts counts) => new()
    {
        ["threads"] = cost.Threads,
        ["seconds"] = Math.Round(cost.Elapsed.TotalSeconds, 3),
        ["blocksPerSecond"] = Math.Round(counts.Blocks / Math.Max(cost.Elapsed.TotalSeconds, 1e-3)),
        ["peakResidentBytes"] = cost.PeakResidentBytes,
        ["processorSeconds"] = new JsonObject
        {
            ["storage"] = Math.Round(cost.Storage.TotalSeconds, 3),
            ["decode"] = Math.Round(cost.Decode.TotalSeconds, 3),
            ["rules"] = Math.Round(cost.Rules.TotalSeconds, 3),
            ["crypto"] = Math.Round(cost.Crypto.TotalSeconds, 3),
        },
    };

    private static string TextOf(Nonce nonce) => nonce.Hash?.ToString() ?? "neutral";

    // From the name of a type or member to that of a key.
    private static string Word(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
