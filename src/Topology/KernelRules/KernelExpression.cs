using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.KernelRules;

/// <summary>One piece of a rule.</summary>
public abstract record KernelExpression
{
    private KernelExpression()
    {
    }

    /// <summary>Matches packets whose fields are (or are not) in a set.</summary>
    /// <param name="Keys">The fields, looked up together.</param>
    /// <param name="IsNegated">Whether it matches what is not in the set; packets without the fields still do not match.
    /// </param>
    /// <param name="Values">The set.</param>
    public sealed record Condition(ValueList<FieldKey> Keys, bool IsNegated, ValueSet Values) : KernelExpression;

    /// <summary>Matches packets of these families.</summary>
    /// <param name="V4">Whether IPv4 matches.</param>
    /// <param name="V6">Whether IPv6 matches.</param>
    public sealed record OfFamily(bool V4, bool V6) : KernelExpression;

    /// <summary>Matches or does not, depending on traffic and time: limits, quotas, counted connections.</summary>
    /// <param name="Keys">The fields that it needs; packets without them do not match.</param>
    /// <param name="What">nft's word for it.</param>
    public sealed record MayMatch(ValueList<FieldKey> Keys, string What) : KernelExpression;

    /// <summary>Has no influence on what passes: counters, logs.</summary>
    /// <param name="Counter">The named counter that it counts in, or null.</param>
    public sealed record Neutral(string? Counter) : KernelExpression;

    /// <summary>Decides.</summary>
    /// <param name="Verdict">What happens.</param>
    public sealed record Decide(KernelVerdict Verdict) : KernelExpression;

    /// <summary>Decides by a table; a packet that the table does not have does not match.</summary>
    /// <param name="Keys">The fields, looked up together.</param>
    /// <param name="Entries">Which values get which verdict; no value twice.</param>
    public sealed record DecideBy(ValueList<FieldKey> Keys, ValueList<VerdictEntry> Entries) : KernelExpression;
}
