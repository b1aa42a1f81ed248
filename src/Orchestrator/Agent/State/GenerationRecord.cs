using System.Collections.Immutable;

namespace PoolTopology.Orchestrator.Agent.State;

/// <summary>What the machine remembers of a generation, enough to leave it again.</summary>
/// <param name="Number">The generation.</param>
/// <param name="Release">Its release.</param>
/// <param name="Request">A digest of what was asked, to know the same request again.</param>
/// <param name="Level">How much is known of it.</param>
/// <param name="UnitsBefore">The units that it names, as they were before.</param>
/// <param name="Acted">What was begun on units, in order.</param>
/// <param name="RulesBefore">The rule set in force before, where this generation loads one; else empty.</param>
/// <param name="BootRulesBefore">The rule set loaded at the machine's start before; empty for none.</param>
/// <param name="Rules">The rule set that it loads; empty where it loads none.</param>
internal sealed record GenerationRecord(
    long Number,
    string Release,
    string Request,
    ConfirmationLevel Level,
    ImmutableArray<UnitBefore> UnitsBefore,
    ImmutableArray<ActOnUnit> Acted,
    string RulesBefore,
    string BootRulesBefore,
    string Rules);
