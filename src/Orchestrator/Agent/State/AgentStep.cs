using System.Text.Json.Serialization;

namespace PoolTopology.Orchestrator.Agent.State;

/// <summary>One step of a change, as the journal keeps it. Performing a step twice does no harm.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "step")]
[JsonDerivedType(typeof(EnsureBootUnits), "boot-units")]
[JsonDerivedType(typeof(ArmRevert), "arm")]
[JsonDerivedType(typeof(UseRelease), "switch")]
[JsonDerivedType(typeof(PlaceReleaseFiles), "place")]
[JsonDerivedType(typeof(ReloadManager), "daemon-reload")]
[JsonDerivedType(typeof(ActOnUnit), "unit")]
[JsonDerivedType(typeof(LoadRules), "rules")]
[JsonDerivedType(typeof(SetBootRules), "boot-rules")]
internal abstract record AgentStep
{
    private protected AgentStep()
    {
    }

    /// <summary>The step in words.</summary>
    [JsonIgnore]
    public abstract string Text { get; }

    /// <summary>Whether one can see on the machine that the step holds; if not, only the journal knows that it was done.</summary>
    [JsonIgnore]
    public virtual bool IsSeen => true;
}

/// <summary>The units that load the confirmed rule set, and revert what is unconfirmed, when the machine starts.</summary>
internal sealed record EnsureBootUnits : AgentStep
{
    /// <inheritdoc/>
    public override string Text => "boot units in place";
}

/// <summary>A timer of systemd's own takes the generation back unless it is confirmed in time.</summary>
/// <param name="Seconds">From the moment at which it is armed.</param>
internal sealed record ArmRevert(int Seconds) : AgentStep
{
    /// <inheritdoc/>
    public override string Text => $"revert armed, {Seconds} s";

    /// <inheritdoc/>
    public override bool IsSeen => false;
}

/// <summary>The link <c>current</c> points to a release; an empty name means that there is no link.</summary>
internal sealed record UseRelease(string Release) : AgentStep
{
    /// <inheritdoc/>
    public override string Text => Release.Length == 0 ? "no release" : $"release {Release[..12]}";
}

/// <summary>The release's links and copies are at their places, and no others of ours.</summary>
internal sealed record PlaceReleaseFiles(string Release) : AgentStep
{
    /// <inheritdoc/>
    public override string Text => "files in place";
}

/// <summary>systemd reads its units again.</summary>
internal sealed record ReloadManager : AgentStep
{
    /// <inheritdoc/>
    public override string Text => "systemctl daemon-reload";

    /// <inheritdoc/>
    public override bool IsSeen => false;
}

/// <summary>Something is done to a unit.</summary>
internal sealed record ActOnUnit(string Unit, UnitAction Action) : AgentStep
{
    /// <summary>The verb of systemctl.</summary>
    [JsonIgnore]
    public string Verb => Action.ToString().ToLowerInvariant();

    /// <inheritdoc/>
    public override string Text => $"{Verb} {Unit}";

    /// <inheritdoc/>
    public override bool IsSeen => Action is not (UnitAction.Restart or UnitAction.Reload);
}

/// <summary>A rule set is in force, and flows that it ends have ended.</summary>
/// <param name="Rules">SHA-256 of its text, which is in the agent's store.</param>
/// <param name="Evict">Addresses and networks, separated by spaces, whose flows end at once.</param>
internal sealed record LoadRules(string Rules, string Evict) : AgentStep
{
    /// <inheritdoc/>
    public override string Text => $"firewall {Rules[..12]}";
}

/// <summary>The rule set that the machine loads when it starts; empty means none.</summary>
internal sealed record SetBootRules(string Rules) : AgentStep
{
    /// <inheritdoc/>
    public override string Text => Rules.Length == 0 ? "no firewall at start" : $"firewall at start {Rules[..12]}";
}
