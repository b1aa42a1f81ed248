using System.Text;
using Google.Protobuf;
using PoolTopology.Orchestrator.Agent.Releases;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Tests.Agent.Support;

/// <summary>A release of a relay's machine: program, configuration, unit, firewall.</summary>
internal sealed class SampleRelease
{
    public const string Unit = "pool-relay@relay-1.service";
    public const string FirewallPath = "/etc/pooltopology/firewall.nft";
    public const string ConfigPath = "/etc/pooltopology/relay-1/config.json";
    public const string UnitPath = "/etc/systemd/system/pool-relay@.service";

    private readonly Dictionary<string, byte[]> _blobs = [];

    private SampleRelease(Manifest manifest, IEnumerable<byte[]> blobs)
    {
        foreach (byte[] blob in blobs)
            _blobs[ManifestReader.HashOf(blob)] = blob;
        ManifestBytes = manifest.ToByteString();
        Hash = ManifestReader.HashOf(ManifestBytes.Span);
    }

    public ByteString ManifestBytes { get; }

    /// <summary>The name of the release.</summary>
    public string Hash { get; }

    /// <summary>The n-th release: another program and configuration; peers as given; further files by number.</summary>
    public static SampleRelease Make(int number, params string[] peers)
    {
        List<(string Path, ManifestFile.Types.Place Place, uint Mode, string Text)> files =
        [
            (ConfigPath, ManifestFile.Types.Place.Linked, 0x1a4, $"{{\"release\":{number}}}"),
            (UnitPath, ManifestFile.Types.Place.Copied, 0x1a4, $"[Service]\nExecStart=pool-relay {number / 2}\n"),
            ("bin/pool-relay", ManifestFile.Types.Place.Internal, 0x1ed, $"program {number}"),
            ($"/etc/pooltopology/relay-1/only-in-{number}.json", ManifestFile.Types.Place.Linked, 0x1a4, "{}"),
            ("/etc/pooltopology/relay-1/peers.json", ManifestFile.Types.Place.Linked, 0x1a4, string.Join(',', peers)),
        ];
        if (peers.Length > 0)
            files.Add((FirewallPath, ManifestFile.Types.Place.Linked, 0x180, Firewall(peers)));
        Manifest manifest = new() { Format = 1, Architecture = "x86_64", Label = $"release {number}" };
        foreach ((string path, ManifestFile.Types.Place place, uint mode, string text) in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            manifest.Files.Add(new ManifestFile
            {
                Path = path, Place = place, Mode = mode, SizeBytes = (ulong)bytes.Length, Sha256 = ManifestReader.HashOf(bytes),
            });
        }

        return new SampleRelease(manifest, files.Select(file => Encoding.UTF8.GetBytes(file.Text)));
    }

    /// <summary>A rule set that lets these peers in.</summary>
    public static string Firewall(params string[] peers) =>
        "table inet pool\ndelete table inet pool\ntable inet pool {\n"
        + $"  set members4 {{ type ipv4_addr; elements = {{ {string.Join(", ", peers)} }} }}\n"
        + "  chain input { type filter hook input priority filter; policy drop; ip saddr @members4 accept; }\n}\n";

    /// <summary>Bringing it: the manifest, then every blob that the machine does not have.</summary>
    public IEnumerable<Request> Stage(SimulatedMachine machine, Fence fence) =>
        Stage(fence, [.. machine.Disk.List("/opt/pooltopology/objects").Select(name => name.Split('.')[0])]);

    /// <summary>Bringing it: the manifest, then every blob but those that are there.</summary>
    public IEnumerable<Request> Stage(Fence fence, HashSet<string> there) =>
    [
        new Request { Stage = new Stage { Fence = fence, Manifest = ManifestBytes } },
        .. _blobs.Where(blob => !there.Contains(blob.Key)).Select(blob => new Request
        {
            Blob = new Blob { Sha256 = blob.Key, Data = ByteString.CopyFrom(blob.Value), IsLast = true },
        }),
    ];
}
