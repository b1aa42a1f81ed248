using System.Collections.Immutable;
using System.Security.Cryptography;
using Google.Protobuf;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Topology.Deployment;

namespace PoolTopology.Orchestrator.Plan;

/// <summary>Makes a release of what is derived for a machine and the programs that it needs.</summary>
/// <remarks>Pure: the same files and programs give the same hash.</remarks>
internal static class ReleaseBuilder
{
    private const string ReleaseInForce = "/opt/pooltopology/current/";
    private const uint ProgramMode = 0x1ed; // 0755

    // Read by programs that follow links into a release; systemd, chrony and their like want files of their own.
    private static readonly string[] LinkedFolders = ["/etc/pooltopology/", "/etc/cardano-node/"];

    /// <summary>The release of a machine.</summary>
    /// <param name="desired">What belongs on it.</param>
    /// <param name="programs">Programs by name; those that are not here are left out.</param>
    public static MachineRelease Of(DesiredMachine desired, IReadOnlyDictionary<string, ReleaseProgram> programs)
    {
        ImmutableArray<ReleaseProgram> needed =
            [.. desired.Executables.Where(e => programs.ContainsKey(e.Name)).Select(e => programs[e.Name])];
        ImmutableArray<ManifestFile> files =
        [
            .. desired.Files.Select(Placed)
                .Concat(desired.Executables.Where(e => programs.ContainsKey(e.Name)).Select(e => Inside(e, programs[e.Name])))
                .OrderBy(file => file.Path, StringComparer.Ordinal),
        ];
        Manifest manifest = new()
        {
            Format = 1,
            Architecture = needed.Select(program => program.Architecture).FirstOrDefault(word => word.Length > 0) ?? "",
        };
        manifest.Files.AddRange(files);
        ByteString bytes = manifest.ToByteString();
        return new MachineRelease(Convert.ToHexStringLower(SHA256.HashData(bytes.Span)), bytes, files, needed);
    }

    /// <summary>Where a program lies inside its release.</summary>
    public static string InsidePath(RequiredExecutable executable) =>
        executable.Path.StartsWith(ReleaseInForce, StringComparison.Ordinal)
            ? executable.Path[ReleaseInForce.Length..]
            : $"bin/{executable.Name}";

    private static ManifestFile Placed(DerivedFile file) => new()
    {
        Path = file.Path,
        Sha256 = file.Content.Sha256,
        SizeBytes = (ulong)file.Content.Bytes.Length,
        Mode = (uint)file.Mode,
        Owner = file.Owner,
        Group = file.Group,
        Place = LinkedFolders.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal))
            ? ManifestFile.Types.Place.Linked
            : ManifestFile.Types.Place.Copied,
    };

    private static ManifestFile Inside(RequiredExecutable executable, ReleaseProgram program) => new()
    {
        Path = InsidePath(executable),
        Sha256 = program.Sha256,
        SizeBytes = (ulong)program.SizeBytes,
        Mode = ProgramMode,
        Owner = "root",
        Group = "root",
        Place = ManifestFile.Types.Place.Internal,
    };
}
