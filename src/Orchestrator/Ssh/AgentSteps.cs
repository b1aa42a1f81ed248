using PoolTopology.Orchestrator.Plan;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>A plan's steps as the agent's protocol has them.</summary>
internal static class AgentSteps
{
    /// <summary>The step as a message.</summary>
    public static Step Of(PlannedStep step) => step.Kind switch
    {
        PlannedStepKind.SwitchRelease => new Step { SwitchRelease = new SwitchRelease() },
        PlannedStepKind.PlaceFiles => new Step { PlaceFiles = new PlaceFiles() },
        PlannedStepKind.DaemonReload => new Step { DaemonReload = new DaemonReload() },
        PlannedStepKind.LoadFirewall => new Step { Firewall = new FirewallStep { Path = step.Target } },
        PlannedStepKind.Enable => Unit(step, UnitStep.Types.Action.Enable),
        PlannedStepKind.Disable => Unit(step, UnitStep.Types.Action.Disable),
        PlannedStepKind.Start => Unit(step, UnitStep.Types.Action.Start),
        PlannedStepKind.Stop => Unit(step, UnitStep.Types.Action.Stop),
        PlannedStepKind.Restart => Unit(step, UnitStep.Types.Action.Restart),
        _ => Unit(step, UnitStep.Types.Action.Reload),
    };

    private static Step Unit(PlannedStep step, UnitStep.Types.Action action) =>
        new() { Unit = new UnitStep { Unit = step.Target, Action = action } };
}
