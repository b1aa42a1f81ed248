using PoolTopology.Orchestrator.Agent.Carry;
using PoolTopology.Orchestrator.Agent.Firewall;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Releases;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Topology.Deployment;

namespace PoolTopology.Orchestrator.Look;

/// <summary>What must be known of a machine to say whether it is as it should be.</summary>
/// <param name="Release">The release that should be in force.</param>
/// <param name="Manifest">Its manifest's bytes.</param>
/// <param name="Paths">What is looked at: places of files, and what is behind them in the release.</param>
/// <param name="Hashed">Those whose content counts.</param>
/// <param name="Certificates">Files of which the certificates are read, and nothing else that is in them.</param>
/// <param name="Commands">What the machine's own programs are asked.</param>
internal sealed record LookQuestion(
    string Release, ReadOnlyMemory<byte> Manifest, IReadOnlyList<string> Paths, IReadOnlyList<string> Hashed,
    IReadOnlyList<string> Certificates, IReadOnlyList<IReadOnlyList<string>> Commands)
{
    /// <summary>Everything that an agent would look at for the same machine.</summary>
    public static LookQuestion Of(DesiredMachine desired, MachineRelease release)
    {
        ReleaseManifest manifest = ManifestReader.Read(release.ManifestBytes.Memory);
        string folder = AgentPaths.Release(release.Hash);
        string[] inside = [.. manifest.Files.Select(file => $"{folder}/{file.Inside}")];
        string[] places = [.. manifest.Placed.Select(file => file.Path), .. desired.Secrets.Select(secret => secret.Path)];
        string[] contents =
        [
            .. manifest.Files.Where(file => file.SizeBytes <= Agent.Observe.FileObserver.LargeBytes).Select(Place),
            .. desired.Secrets.Select(secret => secret.Path), AgentPaths.Manifest(release.Hash),
        ];
        string[] identities = [.. desired.ControlPlaces.SelectMany(place => new[] { place.IdentityPath, place.EnrolmentPath })];
        return new LookQuestion(
            release.Hash, release.ManifestBytes.Memory, [AgentPaths.Current, .. places, .. inside, .. identities], contents, identities,
            [KernelFirewall.Listing, SystemUnits.Question([.. desired.Units.Select(unit => unit.Name)])]);
    }

    private static string Place(ReleaseFile file) =>
        file.Place == FilePlace.Internal ? $"{AgentPaths.Current}/{file.Path}" : file.Path;
}
