using System.Security.Cryptography;
using System.Text.Json;
using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>A plan in a file, to be applied exactly as it was read, soon.</summary>
/// <param name="Format">The version of this format.</param>
/// <param name="Id">SHA-256 of the plan's JSON.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">From when on it is refused.</param>
/// <param name="Plan">The plan.</param>
internal sealed record SavedPlan(int Format, string Id, DateTimeOffset Created, DateTimeOffset Expires, DeploymentPlan Plan)
{
    /// <summary>How long a plan is good for: what it was made for changes slowly, what its reader remembers does not.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>Wraps a plan up.</summary>
    public static SavedPlan Of(DeploymentPlan plan, DateTimeOffset now) =>
        new(DeploymentPlan.Format, IdOf(plan), now, now + Lifetime, plan);

    /// <summary>A plan's name: SHA-256 of its JSON.</summary>
    public static string IdOf(DeploymentPlan plan) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(plan, RolloutJson.Default.DeploymentPlan)));

    /// <summary>The file's bytes.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, RolloutJson.Default.SavedPlan);

    /// <summary>Reads a file's bytes; null where they are no saved plan, are of another format, or were changed.</summary>
    public static SavedPlan? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            SavedPlan? saved = JsonSerializer.Deserialize(bytes, RolloutJson.Default.SavedPlan);
            return saved is { Format: DeploymentPlan.Format, Plan: { } plan } && IdOf(plan) == saved.Id ? saved : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
