using System.Globalization;
using PoolTopology.Topology.KernelRules;

namespace PoolTopology.Topology.Proof;

/// <summary>What decided about a packet: a rule, a chain's policy, or that nobody was asked.</summary>
/// <param name="Chain">The chain, or null where no chain looks at such packets.</param>
/// <param name="Handle">The rule's number in its table, or null for a policy.</param>
/// <param name="Text">The rule or the policy for a person to read.</param>
/// <param name="Comment">The rule's comment; may be empty.</param>
public sealed record Decision(ChainName? Chain, long? Handle, string Text, string Comment)
{
    /// <summary>No chain looks at such packets: they pass.</summary>
    public static readonly Decision NoChain = new(null, null, "no chain looks at such packets", "");

    /// <summary>The decision of a rule.</summary>
    public static Decision Of(KernelRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new Decision(rule.Chain, rule.Handle, rule.Text, rule.Comment);
    }

    /// <summary>The decision of a chain's policy.</summary>
    public static Decision OfPolicy(KernelChain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return new Decision(chain.Name, null, chain.Base is { IsOpen: false } ? "policy drop" : "policy accept", "");
    }

    /// <inheritdoc/>
    public override string ToString() => (Chain, Handle) switch
    {
        (null, _) => Text,
        (_, null) => $"{Chain}: {Text}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Chain} handle {Handle}: {Text}"),
    };
}
