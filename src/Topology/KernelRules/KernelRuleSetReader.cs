using System.Text.Json;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.KernelRules;

/// <summary>Reads what <c>nft -j list ruleset</c> prints.</summary>
/// <remarks>
/// Strict: whatever could change which packets pass and is not covered by the model is an error that names the rule;
/// nothing is assumed to be harmless. Spec: libnftables-json(5) of nftables 1.0.6.
/// </remarks>
public static class KernelRuleSetReader
{
    /// <summary>The longest listing that is read.</summary>
    /// <remarks>Units: characters. 100,000 addresses in sets are about a tenth of it.</remarks>
    public const int MaxLength = 64 * 1024 * 1024;

    private const string WholeListing = "rule set";

    /// <summary>Reads a listing.</summary>
    /// <returns>The rule set, or everything in it that was not understood.</returns>
    public static KernelRuleSetResult Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length > MaxLength)
            return Failed($"{json.Length} characters are more than the {MaxLength} that are read");
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            Listing listing = Listing.Collect(Json.List(Json.Require(document.RootElement, "nftables")));
            return RuleSetBuilder.Build(listing);
        }
        catch (JsonException malformed)
        {
            return Failed($"not JSON: {malformed.Message}");
        }
        catch (NotUnderstoodException unknown)
        {
            return Failed(unknown.Message);
        }
    }

    private static KernelRuleSetResult Failed(string what) =>
        new(null, ValueListBuilder.Create<NotUnderstood>([new NotUnderstood(WholeListing, what)]));
}
