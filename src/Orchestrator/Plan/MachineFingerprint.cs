using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>What a plan looked at on a machine, as one number and as lines that can be compared.</summary>
internal static class MachineFingerprint
{
    /// <summary>What a plan rests on.</summary>
    public static MachineBase BaseOf(ObservedMachine observed) =>
        new(observed.MachineId, (long)observed.Generation, observed.Release, HashOf(observed));

    /// <summary>SHA-256 over <see cref="Lines"/>.</summary>
    public static string HashOf(ObservedMachine observed) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Lines(observed)))));

    /// <summary>One line for each thing, in an order that does not depend on how it was asked.</summary>
    private static IEnumerable<string> Lines(ObservedMachine observed)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture, $"{observed.MachineId} {observed.Generation} {observed.Release} {observed.RulesetHash}");
        foreach (ObservedFile file in observed.Files.OrderBy(file => file.Path, StringComparer.Ordinal))
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{file.Path} {file.Exists} {file.Sha256} {file.Mode} {file.Owner} {file.Group} {file.LinkTarget}");
        foreach (ObservedUnit unit in observed.Units.OrderBy(unit => unit.Name, StringComparer.Ordinal))
            yield return $"{unit.Name} {UnitState.IsUp(unit)} {UnitState.IsEnabled(unit)}";
    }
}
