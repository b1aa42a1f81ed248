using System.Globalization;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>An alarm that a healthy network sets off is switched off within a week.</summary>
/// <remarks>
/// A healthy network is silent for ln(10^-6) / ln(1 - f) slots once in a million slots: 270 slots at f = 0.05.
/// </remarks>
internal static class AlertRule
{
    private const double Once = 1e-6;
    private const decimal PublicActiveSlots = 0.05m;

    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        DevnetParameters devnet = input.Document.Pool.Devnet;
        decimal activeSlots = input.IsDevnet ? devnet.ActiveSlotsCoefficient : PublicActiveSlots;
        TimeSpan slot = input.IsDevnet ? devnet.SlotLength : TimeSpan.FromSeconds(1);
        if (activeSlots >= 1)
            yield break;
        double slots = Math.Log(Once) / Math.Log(1 - (double)activeSlots);
        TimeSpan normal = slot * Math.Ceiling(slots);
        if (input.Document.Alerts.Silence < normal)
        {
            yield return new RuleFinding(
                Severity.Warning, FindingCode.AlertOnHealth, "alerts.silence",
                "a healthy network is silent for longer than that now and then",
                string.Create(CultureInfo.InvariantCulture, $"at least {Math.Ceiling(normal.TotalSeconds)}s"))
            {
                RestsOn = ["pool.devnet.activeSlotsCoeff", "pool.devnet.slotLength", "pool.network"],
            };
        }
    }
}
