using Google.Protobuf;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Releases;
using PoolTopology.Orchestrator.Tests.Agent.Support;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.TestKit;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Releases;

public sealed class ManifestReaderTests
{
    [Theory]
    [InlineData("etc/pooltopology/x", "below")]
    [InlineData("/root/.ssh/authorized_keys", "below")]
    [InlineData("/etc/pooltopology/../passwd", "'..'")]
    [InlineData("/etc/pooltopology//x", "empty parts")]
    [InlineData("/etc/pooltopology/x/", "empty parts")]
    [InlineData("/etc/passwd", "no release")]
    [InlineData("/etc/pooltopology/keys/bp/kes.skey", "no release")]
    [InlineData("/var/lib/pooltopology/agent/journal", "no release")]
    [InlineData("/opt/pooltopology/releases/x", "no release")]
    [InlineData("/opt/pooltopology/current", "no release")]
    [InlineData("/etc/x\ny", "printable")]
    public void Read_of_a_path_that_could_do_harm_is_refused(string path, string because)
    {
        MachineFailure refused = Assert.Throws<MachineFailure>(() => Read(With(file => file.Path = path)));
        Assert.Equal(Refused.Types.Code.BadRequest, refused.Code);
        Assert.Contains(because, refused.Message);
    }

    [Theory]
    [InlineData("root/etc/x")]
    [InlineData("manifest")]
    [InlineData("bin/../../x")]
    public void Read_of_an_inner_path_that_is_taken_or_leads_out_is_refused(string path) =>
        Assert.Throws<MachineFailure>(() => Read(With(file =>
            (file.Path, file.Place) = (path, ManifestFile.Types.Place.Internal))));

    [Fact]
    public void Read_of_wrong_hash_mode_owner_place_or_order_is_refused()
    {
        Assert.Throws<MachineFailure>(() => Read(With(file => file.Sha256 = "ABC")));
        Assert.Throws<MachineFailure>(() => Read(With(file => file.Mode = 0x9ed)));
        Assert.Throws<MachineFailure>(() => Read(With(file => file.Owner = "../x")));
        Assert.Throws<MachineFailure>(() => Read(With(file => file.Place = (ManifestFile.Types.Place)9)));
        Assert.Throws<MachineFailure>(() => Read(With(_ => { }, manifest => manifest.Files.Add(manifest.Files[0].Clone()))));
        Assert.Throws<MachineFailure>(() => Read(With(_ => { }, manifest =>
        {
            ManifestFile below = manifest.Files[0].Clone();
            below.Path += "/below";
            manifest.Files.Add(below);
        })));
        Assert.Throws<MachineFailure>(() => Read(With(_ => { }, manifest => manifest.Format = 2)));
    }

    [Fact]
    public void Read_of_too_many_files_is_too_large()
    {
        Manifest manifest = With(_ => { });
        for (int i = 0; i <= ManifestReader.MaximumFiles; i++)
        {
            ManifestFile more = manifest.Files[0].Clone();
            more.Path += $"-{i:D6}";
            manifest.Files.Add(more);
        }

        Assert.Equal(Refused.Types.Code.TooLarge, Assert.Throws<MachineFailure>(() => Read(manifest)).Code);
    }

    [Fact]
    public void Read_of_random_changes_is_a_manifest_or_a_refusal() => Seeds.ForAll(500, random =>
    {
        byte[] bytes = SampleRelease.Make(1, "10.0.0.1").ManifestBytes.ToByteArray();
        for (int i = random.Next(1, 4); i > 0; i--)
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        try
        {
            Assert.Equal(ManifestReader.HashOf(bytes), ManifestReader.Read(bytes).Hash);
        }
        catch (MachineFailure)
        {
            // As it should.
        }
    });

    private static ReleaseManifest Read(Manifest manifest) => ManifestReader.Read(manifest.ToByteArray());

    private static Manifest With(Action<ManifestFile> changeFile, Action<Manifest>? change = null)
    {
        ManifestFile file = new()
        {
            Path = "/etc/pooltopology/relay-1/config.json", Sha256 = new string('a', 64), SizeBytes = 1, Mode = 0x1a4,
        };
        changeFile(file);
        Manifest manifest = new() { Format = 1, Files = { file } };
        change?.Invoke(manifest);
        return manifest;
    }
}
