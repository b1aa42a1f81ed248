using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Releases;

/// <summary>The releases on a machine. A release is there whole, or it is not there.</summary>
/// <remarks>
/// Shape: <c>objects/</c> has the bytes, each with one mode and owner; a release's files are second names for them; the
/// folder of a release gets its name last.
/// </remarks>
internal sealed class ReleaseStore(IMachineFiles files)
{
    private const UnixFileMode FolderMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // What must stay free beside a release: journals and databases of running nodes share the disk.
    private const long SpareBytes = 64L * 1024 * 1024;

    /// <summary>The releases that are whole, ascending.</summary>
    public IReadOnlyList<string> List() => [.. files.List(AgentPaths.Releases).Where(ManifestReader.IsHash)];

    /// <summary>Whether a release is there.</summary>
    public bool Has(string release) => files.Look(AgentPaths.Release(release)) is { Kind: FileKind.Folder };

    /// <summary>Whether a release is there with every file as it was brought: nobody exchanged one by hand.</summary>
    public bool IsWhole(ReleaseManifest manifest) => Has(manifest.Hash)
        && manifest.Files.All(file => IsSound(file, $"{AgentPaths.Release(manifest.Hash)}/{file.Inside}"));

    /// <summary>The manifest of a release; null where it is not there.</summary>
    /// <exception cref="MachineFailure">The manifest is no longer what was brought.</exception>
    public ReleaseManifest? Find(string release)
    {
        if (!ManifestReader.IsHash(release)
            || files.Read(AgentPaths.Manifest(release), ManifestReader.MaximumSizeBytes) is not { } bytes)
            return null;
        string hash = ManifestReader.HashOf(bytes);
        return hash == release
            ? ManifestReader.Read(bytes)
            : throw new MachineFailure(
                Refused.Types.Code.WrongHash, $"the manifest of release {release[..12]} was changed: its hash is {hash}");
    }

    /// <summary>Makes room for what is to come, and says what that is.</summary>
    /// <returns>Missing blobs with their sizes, each once.</returns>
    /// <exception cref="MachineFailure">There is not enough space; nothing was written.</exception>
    public IReadOnlyList<ReleaseFile> Prepare(ReleaseManifest manifest)
    {
        foreach (ReleaseFile file in manifest.Files)
        {
            string kept = $"{AgentPaths.Objects}/{file.ObjectName}";
            if (files.Look(kept) is not null && !IsSound(file, kept))
                files.Delete(kept);
        }

        HashSet<string> known = [.. files.List(AgentPaths.Objects).Select(name => name.Split('.')[0])];
        IReadOnlyList<ReleaseFile> missing =
            [.. manifest.Files.Where(file => !known.Contains(file.Sha256)).DistinctBy(file => file.Sha256)];
        long needed = missing.Sum(file => file.SizeBytes) + SpareBytes;
        (long free, _) = files.Space(AgentPaths.Home);
        if (free < needed)
            throw new MachineFailure(
                Refused.Types.Code.NoSpace,
                $"{AgentPaths.Home} has {free / 1_000_000} MB free; this release needs {needed / 1_000_000} MB");
        files.DeleteFolder(AgentPaths.Incoming);
        files.MakeFolder(AgentPaths.Releases, FolderMode);
        files.MakeFolder(AgentPaths.Objects, FolderMode);
        files.MakeFolder(AgentPaths.Incoming, PrivateMode);
        return missing;
    }

    /// <summary>Takes a piece of a blob.</summary>
    public void Receive(string sha256, ReadOnlySpan<byte> piece) => files.Append($"{AgentPaths.Incoming}/{sha256}", piece);

    /// <summary>Takes a whole blob over, as one of the files that have these bytes.</summary>
    /// <exception cref="MachineFailure">It is not what was announced; it was removed.</exception>
    public void Accept(ReleaseFile file)
    {
        string incoming = $"{AgentPaths.Incoming}/{file.Sha256}";
        string hash = files.Hash(incoming) ?? "";
        if (hash != file.Sha256)
        {
            files.Delete(incoming);
            throw new MachineFailure(
                Refused.Types.Code.WrongHash, $"{file.Path} arrived with hash {hash}; announced was {file.Sha256}");
        }

        AddObject(incoming, file);
    }

    /// <summary>Gives a release its name; every object that it needs is there.</summary>
    public void Finish(ReleaseManifest manifest, ReadOnlySpan<byte> bytes)
    {
        if (Has(manifest.Hash))
        {
            Renew(manifest);
            return;
        }

        string building = $"{AgentPaths.Incoming}/release";
        files.DeleteFolder(building);
        files.MakeFolder(building, FolderMode);
        SortedSet<string> folders = new(StringComparer.Ordinal) { building };
        foreach (ReleaseFile file in manifest.Files)
        {
            EnsureObject(file);
            string path = $"{building}/{file.Inside}";
            string folder = path[..path.LastIndexOf('/')];
            if (folders.Add(folder))
                files.MakeFolder(folder, FolderMode);
            files.MakeHardLink($"{AgentPaths.Objects}/{file.ObjectName}", path);
        }

        string manifestPath = $"{building}/manifest";
        files.Append(manifestPath, bytes);
        files.SetOwnership(
            manifestPath, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, "root", "root");
        files.Sync(manifestPath);
        foreach (string folder in folders)
            files.SyncFolder(folder);
        files.Rename(building, AgentPaths.Release(manifest.Hash));
        files.SyncFolder(AgentPaths.Releases);
        files.DeleteFolder(AgentPaths.Incoming);
    }

    /// <summary>Removes releases, and the bytes that only they had. Pre: no release is arriving.</summary>
    /// <returns>The bytes that became free.</returns>
    public long Remove(IEnumerable<string> releases)
    {
        // What an agent that died left behind holds on to bytes, too.
        files.DeleteFolder(AgentPaths.Incoming);
        foreach (string release in releases)
        {
            // Out of sight at one instant: a release that is half removed must not pass for whole.
            string leaving = $"{AgentPaths.Incoming}/leaving";
            files.MakeFolder(AgentPaths.Incoming, PrivateMode);
            files.Rename(AgentPaths.Release(release), leaving);
            files.SyncFolder(AgentPaths.Releases);
            files.DeleteFolder(AgentPaths.Incoming);
        }

        long freed = 0;
        foreach (string name in files.List(AgentPaths.Objects))
        {
            string path = $"{AgentPaths.Objects}/{name}";
            if (files.Look(path) is not { Names: 1 } unused)
                continue;
            files.Delete(path);
            freed += unused.SizeBytes;
        }

        return freed;
    }

    /// <summary>Puts back what somebody exchanged in a release that is there; programs that run keep what they began with.</summary>
    private void Renew(ReleaseManifest manifest)
    {
        foreach (ReleaseFile file in manifest.Files)
        {
            string path = $"{AgentPaths.Release(manifest.Hash)}/{file.Inside}";
            if (IsSound(file, path))
                continue;
            EnsureObject(file);
            string beside = $"{AgentPaths.Incoming}/renewed";
            files.Delete(beside);
            files.MakeHardLink($"{AgentPaths.Objects}/{file.ObjectName}", beside);
            files.Rename(beside, path);
            files.SyncFolder(path[..path.LastIndexOf('/')]);
        }

        files.DeleteFolder(AgentPaths.Incoming);
    }

    private bool IsSound(ReleaseFile file, string path) =>
        files.Look(path) is { Kind: FileKind.File } look
        && look.Mode == file.Mode && look.Owner == file.Owner && look.Group == file.Group && look.SizeBytes == file.SizeBytes
        && (look.WrittenUnixSeconds == ReleaseTime.Of(file.Sha256) || files.Hash(path) == file.Sha256);

    private void EnsureObject(ReleaseFile file)
    {
        if (files.Look($"{AgentPaths.Objects}/{file.ObjectName}") is not null)
            return;
        string other = files.List(AgentPaths.Objects).FirstOrDefault(name => name.StartsWith(file.Sha256, StringComparison.Ordinal))
            ?? throw new MachineFailure(Refused.Types.Code.NotStaged, $"the bytes of {file.Path} are not on the machine");
        string copy = $"{AgentPaths.Incoming}/{file.Sha256}";
        files.Copy($"{AgentPaths.Objects}/{other}", copy);
        AddObject(copy, file);
    }

    private void AddObject(string from, ReleaseFile file)
    {
        files.SetOwnership(from, file.Mode, file.Owner, file.Group);
        files.SetTime(from, ReleaseTime.Of(file.Sha256));
        files.Sync(from);
        files.Rename(from, $"{AgentPaths.Objects}/{file.ObjectName}");
        files.SyncFolder(AgentPaths.Objects);
    }
}
