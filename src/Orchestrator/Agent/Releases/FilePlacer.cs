using System.Collections.Immutable;
using PoolTopology.Orchestrator.Agent.Machine;

namespace PoolTopology.Orchestrator.Agent.Releases;

/// <summary>Puts a release's links and copies at their places. Compares first: what is right is not touched.</summary>
internal sealed class FilePlacer(IMachineFiles files)
{
    private const string BesideSuffix = ".pool-new";

    private const UnixFileMode FolderMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Every file of the release is at its place, and at no other owned path is anything.</summary>
    public bool Holds(ReleaseManifest? manifest, ImmutableArray<string> owned) =>
        (manifest is null || manifest.Placed.All(IsPlaced))
        && Leftovers(manifest, owned).All(path => files.Look(path) is null)
        && Beside(manifest, owned).All(path => files.Look(path) is null);

    /// <summary>Paths of the release at which there is something that is neither right nor ours.</summary>
    public ImmutableArray<string> Foreign(ReleaseManifest manifest, ImmutableArray<string> owned)
    {
        HashSet<string> ours = [.. owned];
        return
        [
            .. manifest.Placed
                .Where(file => !ours.Contains(file.Path) && files.Look(file.Path) is not null && !IsPlaced(file))
                .Select(file => file.Path),
        ];
    }

    /// <summary>Puts what is wrong right. Pre: every path of the release is journaled as owned.</summary>
    public void Place(ReleaseManifest? manifest, ImmutableArray<string> owned)
    {
        foreach (string unfinished in Beside(manifest, owned))
            files.Delete(unfinished);
        HashSet<string> changed = [];
        foreach (ReleaseFile file in manifest is null ? [] : manifest.Placed.Where(file => !IsPlaced(file)))
        {
            string folder = FolderOf(file.Path);
            files.MakeFolder(folder, FolderMode);
            string beside = file.Path + BesideSuffix;
            if (file.Place == FilePlace.Linked)
            {
                files.MakeLink(beside, file.LinkTarget);
            }
            else
            {
                files.Copy($"{AgentPaths.Release(manifest!.Hash)}/{file.Inside}", beside);
                files.SetOwnership(beside, file.Mode, file.Owner, file.Group);
                files.Sync(beside);
            }

            files.Rename(beside, file.Path);
            changed.Add(folder);
        }

        foreach (string path in Leftovers(manifest, owned).Where(path => files.Look(path) is not null))
        {
            files.Delete(path);
            changed.Add(FolderOf(path));
        }

        foreach (string folder in changed.Order(StringComparer.Ordinal))
            files.SyncFolder(folder);
    }

    /// <summary>Whether a file is at its place, as the release has it.</summary>
    public bool IsPlaced(ReleaseFile file) => files.Look(file.Path) switch
    {
        { Kind: FileKind.Link } link => file.Place == FilePlace.Linked && link.LinkTarget == file.LinkTarget,
        { Kind: FileKind.File } copy => file.Place == FilePlace.Copied
            && copy.Mode == file.Mode && copy.Owner == file.Owner && copy.Group == file.Group
            && copy.SizeBytes == file.SizeBytes && files.Hash(file.Path) == file.Sha256,
        _ => false,
    };

    private static IEnumerable<string> Leftovers(ReleaseManifest? manifest, ImmutableArray<string> owned) =>
        owned.Except(manifest?.Placed.Select(file => file.Path) ?? [], StringComparer.Ordinal);

    // Where a file is made ready before it takes its name; one may be left by an agent that died.
    private static IEnumerable<string> Beside(ReleaseManifest? manifest, ImmutableArray<string> owned) =>
        owned.Union(manifest?.Placed.Select(file => file.Path) ?? [], StringComparer.Ordinal)
            .Select(path => path + BesideSuffix);

    private static string FolderOf(string path) => path[..path.LastIndexOf('/')];
}
