using System.Text;
using System.Text.RegularExpressions;
using PoolTopology.Topology.Firewall;

namespace PoolTopology.Orchestrator.Agent.Firewall;

/// <summary>
/// The rule set on the way from one to another: the new rules, under which whoever was let in before still is. With it a
/// node is told of a removed peer before the firewall cuts that off.
/// </summary>
/// <remarks>
/// Who is a peer is an element of a named set, and all rules look addresses up in those. What the new rules close
/// otherwise (a port, a set that is gone, who may manage or scrape) they close at once. Sets that traffic fills are left
/// alone.
/// Shape: a rule set as it is derived, and after it one <c>add element</c> for each set; nft loads both at one instant.
/// </remarks>
internal static partial class PeerBridge
{
    // With 4 or 6 behind.
    private static readonly string[] PeerSets = [SetName.Relays, SetName.RelayPorts, SetName.Members];

    /// <summary>Its text; null where the new rules let everybody in who was let in before.</summary>
    /// <param name="before">What the kernel has, as JSON.</param>
    /// <param name="after">The new rule set's text.</param>
    public static string? Between(string before, string after)
    {
        StringBuilder text = new(after);
        bool isNeeded = false;
        foreach ((string set, IReadOnlyList<string> elements) in KernelRules.Elements(before))
        {
            if (!PeerSets.Contains(set.TrimEnd('4', '6')) || ElementsOf(set, after) is not { } kept)
                continue;
            string[] removed = [.. elements.Where(element => !kept.Contains(Plain(element)))];
            if (removed.Length == 0)
                continue;
            isNeeded = true;
            text.Append("add element ").Append(RuleText.Table).Append(' ').Append(set).Append(" { ")
                .AppendJoin(", ", removed).Append(" }\n");
        }

        return isNeeded ? text.ToString() : null;
    }

    /// <summary>The elements that a text gives a set; null where it has no such set.</summary>
    private static HashSet<string>? ElementsOf(string set, string text)
    {
        int start = text.IndexOf($" set {set} {{", StringComparison.Ordinal);
        if (start < 0)
            return null;
        Match elements = Listed().Match(text, start);
        return elements.Success
            ? [.. elements.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Plain)]
            : [];
    }

    /// <summary>The kernel says a network of one address as that address.</summary>
    private static string Plain(string element) =>
        element.EndsWith("/32", StringComparison.Ordinal) && !element.Contains(':', StringComparison.Ordinal) ? element[..^3]
        : element.EndsWith("/128", StringComparison.Ordinal) ? element[..^4]
        : element;

    // From the set's name to the end of its elements; a set that ends before has none.
    [GeneratedRegex(@"\G[^{]*\{[^{}]*?elements = \{([^}]*)\}")]
    private static partial Regex Listed();
}
