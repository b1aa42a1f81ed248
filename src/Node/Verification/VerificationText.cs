using System.Globalization;
using System.Text;
using PoolTopology.Primitives.Chain;
using PoolTopology.Storage.Inspection;
using PoolTopology.Storage.LedgerDb;

namespace PoolTopology.Node.Verification;

/// <summary>A verification's report for people.</summary>
internal static class VerificationText
{
    private const int DigestDigits = 16;

    public static string Of(VerificationReport report)
    {
        StringBuilder text = new();
        AddEpochs(text, report.Epochs);
        AddChecks(text, report);
        if (!report.Start.IsGenesis)
            text.Append("note: the state at ").Append(Name(report.Start)).Append(" was taken from a snapshot\n");
        foreach (SkippedSnapshot skipped in report.SkippedSnapshots)
            text.Append("note: ").Append(skipped.Folder).Append(" was not used: ").Append(skipped.Fault).Append('\n');
        foreach (StorageFinding finding in report.Findings)
            text.Append(Word(finding.Weight)).Append(FindingText.Of(finding)).Append('\n');
        if (report.Findings.Count > 0)
            text.Append('\n');
        AddCost(text, report);
        AddVerdict(text, report);
        return text.ToString();
    }

    private static void AddEpochs(StringBuilder text, IReadOnlyList<EpochSummary> epochs)
    {
        TextTable table = new(
            ">epoch", "era", "protocol", ">reserves", ">treasury", ">deposits", ">fees", "nonce", "stake", "parameters");
        foreach (EpochSummary epoch in epochs)
        {
            table.Add(
                epoch.Epoch.ToString(),
                epoch.Era.ToString(),
                epoch.ProtocolVersion.ToString(),
                epoch.Ledger?.Reserves.ToString() ?? "-",
                epoch.Ledger?.Treasury.ToString() ?? "-",
                epoch.Ledger?.Deposits.ToString() ?? "-",
                epoch.Ledger?.Fees.ToString() ?? "-",
                Short(epoch.Nonce.Hash),
                Short(epoch.StakeDigest),
                Short(epoch.Ledger?.ParametersDigest));
        }
        table.AppendTo(text);
        text.Append('\n');
    }

    private static void AddChecks(StringBuilder text, VerificationReport report)
    {
        TextTable table = new("", ">count", "check");
        foreach (VerificationCheck check in VerificationCheck.Of(report))
            table.Add(check.HasRun ? "checked" : "NOT RUN", Number(check.Count), check.Name);
        table.AppendTo(text);
        text.Append('\n');
    }

    private static void AddCost(StringBuilder text, VerificationReport report)
    {
        VerificationCost cost = report.Cost;
        double seconds = Math.Max(cost.Elapsed.TotalSeconds, 1e-3);
        text.Append(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Counts.Blocks} blocks, {report.Counts.Transactions} transactions in {seconds:F2} s "
            + $"({report.Counts.Blocks / seconds:F0} blocks/s) on {cost.Threads} threads"));
        if (cost.PeakResidentBytes is long peak)
            text.Append(string.Create(CultureInfo.InvariantCulture, $", at most {peak / 1e6:F0} MB of memory"));
        text.Append('\n');
        text.Append(string.Create(
            CultureInfo.InvariantCulture,
            $"processor time: crypto {cost.Crypto.TotalSeconds:F2} s, rules {cost.Rules.TotalSeconds:F2} s, decode "
            + $"{cost.Decode.TotalSeconds:F2} s, storage {cost.Storage.TotalSeconds:F2} s\n\n"));
    }

    private static void AddVerdict(StringBuilder text, VerificationReport report)
    {
        string range = $"{report.Database}: from {Name(report.Start)} to {Name(report.Tip)}";
        if (report.Divergence is not Divergence divergence)
        {
            string verdict = report.IsValid ? "valid" : "the blocks are valid, the files contradict one another";
            text.Append(range).Append(": ").Append(verdict).Append('\n');
            return;
        }
        text.Append(range).Append(" valid, then it ends:\n");
        text.Append("  slot      ").Append(divergence.Point?.Slot.ToString() ?? "unknown").Append('\n');
        text.Append("  hash      ").Append(divergence.Point?.Hash.ToString() ?? "unknown").Append('\n');
        text.Append("  height    ").Append(divergence.BlockNo?.ToString() ?? "unknown").Append('\n');
        text.Append("  kind      ").Append(divergence.Kind).Append('\n');
        text.Append("  rule      ").Append(divergence.Rule).Append('\n');
        text.Append("  expected  ").Append(divergence.Expected).Append('\n');
        text.Append("  found     ").Append(divergence.Found).Append('\n');
        foreach ((string name, string value) in divergence.Numbers)
            text.Append("    ").Append(name).Append(' ').Append(value).Append('\n');
    }

    private static string Word(FindingWeight weight) => weight == FindingWeight.NodeRepairs ? "note: " : "damage: ";

    private static string Name(Tip tip) =>
        tip.IsGenesis ? "genesis" : $"slot {tip.Point.Slot} (block {tip.BlockNo}, {Short(tip.Point.Hash)})";

    private static string Short(Hash32? hash) => hash?.ToString()[..DigestDigits] ?? "-";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
