using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Tests.Agent.Support;

/// <summary>Requests of one operation.</summary>
internal static class Requests
{
    public static Fence Fence(ulong token = 1, string holder = "ann") => new() { Holder = holder, Token = token };

    /// <summary>The steps that change a relay to another release, firewall last.</summary>
    public static Request Activate(
        SampleRelease release, ulong expected, ulong generation, uint confirmSeconds = 30, ulong token = 1,
        bool withFirewall = true, bool reloads = false)
    {
        Activate activate = new()
        {
            Fence = Fence(token),
            ExpectedGeneration = expected,
            NewGeneration = generation,
            Release = release.Hash,
            ConfirmSeconds = confirmSeconds,
            Steps =
            {
                new Step { SwitchRelease = new SwitchRelease() },
                new Step { PlaceFiles = new PlaceFiles() },
                new Step { DaemonReload = new DaemonReload() },
                Unit(SampleRelease.Unit, UnitStep.Types.Action.Enable),
                Unit(SampleRelease.Unit, UnitStep.Types.Action.Restart),
            },
        };
        if (reloads)
        {
            // As plans have it: the firewall, then the nodes.
            activate.Steps.RemoveAt(4);
            activate.Steps.Add(new Step { Firewall = new FirewallStep { Path = SampleRelease.FirewallPath } });
            activate.Steps.Add(Unit(SampleRelease.Unit, UnitStep.Types.Action.Reload));
        }
        else if (withFirewall)
            activate.Steps.Add(new Step { Firewall = new FirewallStep { Path = SampleRelease.FirewallPath } });
        return new Request { Activate = activate };
    }

    public static Step Unit(string unit, UnitStep.Types.Action action) =>
        new() { Unit = new UnitStep { Unit = unit, Action = action } };

    public static Request Confirm(ulong generation, Confirm.Types.Level level = Rpc.Agent.V1.Confirm.Types.Level.Stable, ulong token = 1) =>
        new() { Confirm = new Confirm { Fence = Fence(token), Generation = generation, Level = level } };

    public static Request Revert(ulong from, ulong to = 0, ulong token = 1) =>
        new() { Revert = new Revert { Fence = Fence(token), FromGeneration = from, ToGeneration = to, Reason = "the canary is ill" } };

    public static Request Prune(uint keep, ulong token = 1) => new() { Prune = new Prune { Fence = Fence(token), Keep = keep } };

    public static Request Inspect(params string[] units) => new() { Inspect = new Inspect { Units = { units }, WithRuleset = true } };
}
