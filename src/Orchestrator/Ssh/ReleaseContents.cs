using PoolTopology.Orchestrator.Plan;
using PoolTopology.Topology.Deployment;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>The releases of a plan's machines, and every byte in them by its hash.</summary>
internal sealed class ReleaseContents
{
    private readonly Dictionary<string, MachineRelease> _releases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<Stream>> _sources = new(StringComparer.Ordinal);

    /// <summary>Takes a machine's release in.</summary>
    public void Add(DesiredMachine desired, MachineRelease release)
    {
        _releases[desired.MachineName] = release;
        foreach (DerivedFile file in desired.Files)
            _sources.TryAdd(file.Content.Sha256, () => new MemoryStream(file.Content.Bytes.ToArray(), writable: false));
        foreach (ReleaseProgram program in release.Programs)
            _sources.TryAdd(program.Sha256, () => File.OpenRead(program.SourcePath));
    }

    /// <summary>The release of a machine.</summary>
    public MachineRelease ReleaseOf(string machine) => _releases[machine];

    /// <summary>The bytes with a hash.</summary>
    public Stream Open(string sha256) => _sources[sha256]();
}
