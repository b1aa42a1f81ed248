namespace PoolTopology.Topology.Deployment;

/// <summary>What must happen on a machine before a changed file takes effect.</summary>
public abstract record ChangeEffect
{
    private ChangeEffect()
    {
    }

    /// <summary>Nothing: another file that names it decides.</summary>
    public sealed record None : ChangeEffect;

    /// <summary>The node reads the file again (<c>systemctl reload</c>, which sends SIGHUP).</summary>
    /// <remarks>Never derived for a node that would begin to forge on SIGHUP.</remarks>
    /// <param name="NodeName">The node.</param>
    public sealed record ReloadNode(string NodeName) : ChangeEffect;

    /// <summary>The node starts anew.</summary>
    /// <param name="NodeName">The node.</param>
    public sealed record RestartNode(string NodeName) : ChangeEffect;

    /// <summary>systemd reads its units again, then the node starts anew.</summary>
    /// <param name="NodeName">The node whose unit it is.</param>
    public sealed record RedefineNode(string NodeName) : ChangeEffect;

    /// <summary>The rule set is loaded, and reverted unless somebody confirms it.</summary>
    public sealed record LoadFirewall : ChangeEffect;

    /// <summary>A service that every machine has starts anew.</summary>
    /// <param name="UnitName">The service.</param>
    public sealed record RestartService(string UnitName) : ChangeEffect;

    /// <summary>A service that a machine may have starts anew where it runs (<c>systemctl try-restart</c>).</summary>
    /// <param name="UnitName">The service.</param>
    public sealed record RefreshService(string UnitName) : ChangeEffect;

    /// <summary>Users that are missing are made (<c>systemd-sysusers FILE</c>), before anything else.</summary>
    public sealed record CreateUsers : ChangeEffect;
}
