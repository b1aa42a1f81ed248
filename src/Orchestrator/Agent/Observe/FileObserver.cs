using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Releases;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Observe;

/// <summary>Says how files are, those of the release in force and others that are asked for.</summary>
internal sealed class FileObserver(IMachineFiles files)
{
    /// <summary>
    /// Above this, size and <see cref="ReleaseTime"/> stand in for content unless one looks deep: programs are some 100 MB.
    /// </summary>
    public const long LargeBytes = 1024 * 1024;

    private readonly FilePlacer _placer = new(files);

    /// <summary>Looks, in ascending order of path.</summary>
    public IEnumerable<ObservedFile> Observe(AgentState state, Inspect inspect)
    {
        ReleaseManifest? manifest = state.Current is { } current ? new ReleaseStore(files).Find(current.Release) : null;
        Dictionary<string, ReleaseFile> released = (manifest?.Files ?? []).ToDictionary(
            file => file.Place == FilePlace.Internal ? $"{AgentPaths.Current}/{file.Path}" : file.Path);
        return released.Keys.Union(inspect.Paths, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(path => Observe(path, released.GetValueOrDefault(path), inspect.Deep));
    }

    private ObservedFile Observe(string path, ReleaseFile? released, bool isDeep)
    {
        string inside = released is null ? path : $"{AgentPaths.Release(CurrentRelease())}/{released.Inside}";
        FileLook? link = files.Look(released is { Place: FilePlace.Internal } ? inside : path);
        FileLook? look = link is { Kind: FileKind.Link } && released is { Place: FilePlace.Linked } ? files.Look(inside) : link;
        ObservedFile observed = new() { Path = path, IsReleased = released is not null, Exists = link is not null };
        if (look is null)
            return observed;
        observed.Mode = (uint)look.Mode;
        observed.Owner = look.Owner;
        observed.Group = look.Group;
        observed.SizeBytes = (ulong)look.SizeBytes;
        observed.LinkTarget = link!.LinkTarget; // Where there is a look there is a link or file.
        bool isHashed = look.Kind is FileKind.File or FileKind.Link && (isDeep || look.SizeBytes <= LargeBytes || MayBeExchanged(released, look));
        observed.Sha256 = isHashed ? files.Hash(path) ?? "" : "";
        observed.AsReleased = released is not null && IsAsReleased(released, look, observed.Sha256);
        return observed;
    }

    private static bool MayBeExchanged(ReleaseFile? released, FileLook look) =>
        released is not null && look.WrittenUnixSeconds != ReleaseTime.Of(released.Sha256);

    private bool IsAsReleased(ReleaseFile released, FileLook look, string hash) =>
        (released.Place == FilePlace.Internal || _placer.IsPlaced(released))
        && look.Mode == released.Mode && look.Owner == released.Owner && look.Group == released.Group
        && look.SizeBytes == released.SizeBytes
        && (hash.Length == 0 || hash == released.Sha256);

    private string CurrentRelease() => Path.GetFileName(WholeFile.LinkTarget(files, AgentPaths.Current));
}
