using System.Collections.Immutable;
using System.Globalization;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Topology.Deployment;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>Which files of a machine are not as they should be, and why they should be otherwise.</summary>
internal sealed class FileDifference(PlanInput input)
{
    private const string Systemd = "/etc/systemd/system/";

    /// <summary>The changes of a machine's files, by path.</summary>
    public ImmutableArray<FileChange> Of(DesiredMachine desired, MachineRelease release, ObservedMachine observed)
    {
        Dictionary<string, ObservedFile> there = observed.Files.Where(file => file.Exists)
            .ToDictionary(file => file.Path, StringComparer.Ordinal);
        HashSet<string> wanted =
            [.. release.Files.Select(file => file.Path), .. desired.Executables.Select(executable => executable.Path)];
        return
        [
            .. desired.Files.Select(file => ChangeOf(file, there.GetValueOrDefault(file.Path))).OfType<FileChange>()
                .Concat(ProgramChanges(desired, there, observed, release))
                .Concat(there.Values.Where(file => file.IsReleased && !wanted.Contains(file.Path)).Select(Removal))
                .OrderBy(change => change.Path, StringComparer.Ordinal),
        ];
    }

    /// <summary>The service that a path defines; empty where it defines none.</summary>
    public static string UnitAt(string path) =>
        path.StartsWith(Systemd, StringComparison.Ordinal) && path.EndsWith(".service", StringComparison.Ordinal)
            ? path[Systemd.Length..]
            : "";

    private FileChange? ChangeOf(DerivedFile wanted, ObservedFile? there)
    {
        if (there is null)
        {
            int lines = wanted.Lines.Count;
            return Explained(ChangeSymbol.Add, wanted, "", string.Create(CultureInfo.InvariantCulture, $"{lines} lines"), 0);
        }

        if (there.Sha256 != wanted.Content.Sha256)
            return ContentChange(wanted, there);
        uint mode = (uint)wanted.Mode;
        if (there.Mode != mode)
            return Drifted(wanted, there, $"mode {Octal(there.Mode)} to {Octal(mode)}");
        if (there.Owner != wanted.Owner || there.Group != wanted.Group)
            return Drifted(wanted, there, $"owner {there.Owner}:{there.Group} to {wanted.Owner}:{wanted.Group}");
        return there.IsReleased && !there.AsReleased
            ? Drifted(wanted, there, "not as the release put it there")
            : null;
    }

    private FileChange ContentChange(DerivedFile wanted, ObservedFile there)
    {
        if (input.Contents(there.Sha256) is not { } before)
            return Explained(ChangeSymbol.Change, wanted, there.Sha256, "other content", 0);
        LineDifference difference = LineDifference.Between(before, wanted.Content.Text);
        string detail = string.Create(CultureInfo.InvariantCulture, $"+{difference.Added} -{difference.Removed} lines");
        return Explained(ChangeSymbol.Change, wanted, there.Sha256, detail, difference.First);
    }

    private static FileChange Drifted(DerivedFile wanted, ObservedFile there, string detail) => new(
        ChangeSymbol.Change, wanted.Path, there.Sha256, wanted.Content.Sha256, detail, "", 0,
        "somebody changed it on the machine");

    /// <param name="symbol">What happens.</param>
    /// <param name="wanted">The file.</param>
    /// <param name="old">What is there.</param>
    /// <param name="detail">What differs.</param>
    /// <param name="index">The line whose reason counts; from there the first that a key of the file caused.</param>
    private FileChange Explained(ChangeSymbol symbol, DerivedFile wanted, string old, string detail, int index)
    {
        Provenance? cause = wanted.Lines.Skip(index).FirstOrDefault(line => line.Path.Length > 0)
            ?? wanted.Lines.LastOrDefault(line => line.Path.Length > 0);
        int line = cause is null ? 0 : input.Sources.Nearest(cause.Path).Line;
        string reason = symbol == ChangeSymbol.Add ? "not on the machine yet" : cause?.Reason ?? "derived otherwise now";
        return new FileChange(symbol, wanted.Path, old, wanted.Content.Sha256, detail, cause?.Path ?? "", line, reason);
    }

    private static IEnumerable<FileChange> ProgramChanges(
        DesiredMachine desired, Dictionary<string, ObservedFile> there, ObservedMachine observed, MachineRelease release)
    {
        foreach (RequiredExecutable executable in desired.Executables)
        {
            ManifestFile? wanted = release.Files.FirstOrDefault(file => file.Path == ReleaseBuilder.InsidePath(executable));
            if (wanted is null)
                continue;
            ObservedFile? now = there.GetValueOrDefault(executable.Path) ?? there.GetValueOrDefault(wanted.Path);
            if (observed.Release == release.Hash)
            {
                if (now is { IsReleased: true, AsReleased: false })
                    yield return new FileChange(
                        ChangeSymbol.Change, wanted.Path, now.Sha256, wanted.Sha256, "not as the release put it there", "", 0,
                        "somebody changed it on the machine");
                continue;
            }

            if (now?.Sha256 == wanted.Sha256)
                continue;
            yield return new FileChange(
                now is null ? ChangeSymbol.Add : ChangeSymbol.Change, wanted.Path, now?.Sha256 ?? "", wanted.Sha256,
                string.Create(CultureInfo.InvariantCulture, $"{wanted.SizeBytes / 1_000_000.0:0.0} MB"), "engine", 0,
                now is null ? "not on the machine yet" : "another version of the program");
        }
    }

    private static FileChange Removal(ObservedFile file) => new(
        ChangeSymbol.Remove, file.Path, file.Sha256, "", "", "", 0, "nothing in topology.yaml asks for it any more");

    private static string Octal(uint mode) => Convert.ToString(mode, 8).PadLeft(4, '0');
}
