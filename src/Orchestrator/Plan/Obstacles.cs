using System.Globalization;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Topology.Deployment;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>What would stop a change half-way, found before it begins.</summary>
internal static class Obstacles
{
    // A release is staged beside the one in force, and logs and chains go on growing meanwhile.
    private const double SpaceFactor = 1.5;
    private const ulong SpareBytes = 64 * 1024 * 1024;

    /// <summary>What is in the way on a machine that would change.</summary>
    public static IEnumerable<Obstacle> On(
        DesiredMachine desired, MachineRelease release, ObservedMachine observed, TimeSpan? clockOffset, PlanInput input)
    {
        string machine = desired.MachineName;
        if (!observed.IsRoot)
            yield return new Obstacle(machine, ObstacleKind.NotRoot, "the agent does not run as root there",
                "give the user passwordless sudo, or log in as root");
        if (observed.JournalDamage.Length > 0)
            yield return new Obstacle(machine, ObstacleKind.DamagedJournal, $"the agent's journal is damaged: {observed.JournalDamage}",
                "nothing is changed there until somebody has looked at /var/lib/pooltopology/agent");
        if (Architecture(release, observed) is { } foreign)
            yield return new Obstacle(machine, ObstacleKind.WrongArchitecture, foreign,
                "publish the programs for that processor and name their folder with --programs");
        if (Space(release, observed) is { } full)
            yield return new Obstacle(machine, ObstacleKind.NoSpace, full, "make room, or prune old releases");
        if (clockOffset is { } offset && offset.Duration() > desired.Clock.MaxOffset)
            yield return new Obstacle(machine, ObstacleKind.ClockOff,
                string.Create(CultureInfo.InvariantCulture,
                    $"its clock is {offset.TotalSeconds:+0.0;-0.0} s off; {desired.Clock.MaxOffset.TotalSeconds:0.###} s are allowed"),
                "slots are counted by the clock: let chrony set it first; where every machine is off by the same, it is this computer's clock");
        if (observed.PendingRevert is { } pending)
            yield return new Obstacle(machine, ObstacleKind.Unconfirmed,
                string.Create(CultureInfo.InvariantCulture,
                    $"generation {pending.Generation} waits for its confirmation for another {pending.SecondsLeft:0} s"),
                "wait until it is confirmed or taken back");
        foreach (Obstacle missing in Secrets(desired, observed, input))
            yield return missing;
    }

    /// <summary>Keys at hand that the machine does not have.</summary>
    public static IEnumerable<RequiredSecret> KeysToPlace(DesiredMachine desired, ObservedMachine observed, PlanInput input) =>
        desired.Secrets.Where(secret => input.KeysAtHand.ContainsKey(secret.Path) && Find(observed, secret) is null);

    private static IEnumerable<Obstacle> Secrets(DesiredMachine desired, ObservedMachine observed, PlanInput input)
    {
        foreach (RequiredSecret secret in desired.Secrets)
        {
            string? atHand = input.KeysAtHand.GetValueOrDefault(secret.Path);
            ObservedFile? there = Find(observed, secret);
            if (there is null && (atHand is not null || input.AwaitsDevnet))
                continue;
            if (there is null)
                yield return new Obstacle(desired.MachineName, ObstacleKind.SecretMissing,
                    $"{secret.NodeName}: {secret.Purpose} is missing ({secret.Path})",
                    $"put it there with mode {Convert.ToString((int)secret.Mode, 8).PadLeft(4, '0')}, owned by {secret.Owner}");
            else if ((there.Mode & ~(uint)secret.Mode) != 0)
                yield return new Obstacle(desired.MachineName, ObstacleKind.SecretMissing,
                    $"{secret.Path} has mode {Convert.ToString(there.Mode, 8).PadLeft(4, '0')}: others could read it",
                    $"chmod {Convert.ToString((int)secret.Mode, 8).PadLeft(4, '0')} {secret.Path}");
            else if (atHand is not null && there.Sha256.Length > 0 && there.Sha256 != atHand)
                yield return new Obstacle(desired.MachineName, ObstacleKind.OtherSecret,
                    $"{secret.Path} is not this devnet's",
                    "another chain's pool runs there: name its state directory with --state, or move that key away");
        }
    }

    private static ObservedFile? Find(ObservedMachine observed, RequiredSecret secret) =>
        observed.Files.FirstOrDefault(file => file.Path == secret.Path && file.Exists);

    private static string? Architecture(MachineRelease release, ObservedMachine observed)
    {
        ReleaseProgram? foreign = release.Programs.FirstOrDefault(
            program => program.Architecture.Length > 0 && program.Architecture != observed.Architecture);
        return foreign is null || observed.Architecture.Length == 0
            ? null
            : $"{foreign.Name} at hand is for {foreign.Architecture}; the machine is {observed.Architecture}";
    }

    private static string? Space(MachineRelease release, ObservedMachine observed)
    {
        if (observed.DiskSizeBytes == 0 || observed.Releases.Contains(release.Hash))
            return null;
        double needed = release.Files.Sum(file => (double)file.SizeBytes) * SpaceFactor + SpareBytes;
        return observed.DiskFreeBytes >= needed
            ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"the release needs {needed / 1e6:0} MB, {observed.DiskFreeBytes / 1e6:0} MB are free");
    }
}
