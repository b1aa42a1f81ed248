namespace PoolTopology.Orchestrator.Plan;

/// <summary>The pace of a rollout.</summary>
/// <remarks>Units: seconds.</remarks>
/// <param name="HoldSeconds">How long a node must stay healthy before the next one moves.</param>
/// <param name="DeadlineSeconds">How long a machine may take to become healthy.</param>
/// <param name="ProgressSeconds">How long the rollout may go without any machine getting further.</param>
/// <param name="ConfirmSeconds">How long a firewall change stays without being confirmed.</param>
/// <param name="TipLagSlots">How far a tip may be behind the clock's slot.</param>
internal sealed record PlanPolicy(
    int HoldSeconds, int DeadlineSeconds, int ProgressSeconds, int ConfirmSeconds, long TipLagSlots);
