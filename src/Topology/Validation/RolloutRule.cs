using System.Globalization;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;

namespace PoolTopology.Topology.Validation;

/// <summary>A node cannot prove its health for longer than it is given to become healthy.</summary>
internal static class RolloutRule
{
    public static IEnumerable<RuleFinding> Check(RuleInput input)
    {
        RolloutPolicy rollout = input.Document.Rollout;
        if (rollout.Deadline <= rollout.Hold)
        {
            string path = input.Sources.Contains("rollout.deadline") ? "rollout.deadline" : "rollout.hold";
            yield return new RuleFinding(Severity.Error, FindingCode.RolloutTimes, path,
                $"the deadline ({Seconds(rollout.Deadline)}) does not outlast the hold ({Seconds(rollout.Hold)}): "
                + "every rollout would be reverted",
                "make the deadline longer than the hold")
            {
                RestsOn = ["rollout.hold", "rollout.deadline"],
            };
        }
    }

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalSeconds} s");
}
