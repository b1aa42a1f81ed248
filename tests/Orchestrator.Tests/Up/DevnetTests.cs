using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Orchestrator.Up;
using PoolTopology.TestKit.Time;
using PoolTopology.Topology.Document;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Up;

public sealed class DevnetTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arguments_default_parameters_are_these_flags() => Assert.Equal(
        "devnet --out-dir /s/devnet.new --pools 1 --slot-length 0.5 --active-slots-coeff 0.25 --security-param 20 "
        + "--epoch-length 800 --slots-per-kes-period 129600 --max-kes-evolutions 62 --network-magic 42 "
        + "--system-start 2026-01-01T00:00:03Z",
        string.Join(' ', Devnet.Arguments(DevnetParameters.Default, "/s/devnet.new", new VirtualTime().GetUtcNow().AddSeconds(3))));

    [Fact]
    public async Task CreateOrContinueAsync_second_time_continues_and_hot_keys_exist_once()
    {
        FakePrograms.WriteTo(_folder.FullPath);
        using StateDirectory state = StateDirectory.Open(_folder["state"]);
        PoolEvent first = await CreateAsync(state, SamplePool.Design);
        PoolEvent second = await CreateAsync(state, SamplePool.Design);
        DevnetCreated created = Assert.IsType<DevnetCreated>(first);
        Assert.Equal("2026-01-01T00:00:03Z", created.SystemStart);
        Assert.Equal(42u, created.NetworkMagic);
        Assert.IsType<DevnetContinued>(second);

        string keys = state.Paths.KeysOf("bp");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(keys));
        Assert.Equal(["kes.skey", "opcert.cert", "vrf.skey"], Directory.GetFiles(keys).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(keys), file =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Single(Directory.GetFiles(state.Paths.Root, "kes.skey", SearchOption.AllDirectories));
        Assert.Equal("bp", state.Marker.Producer);
    }

    [Fact]
    public async Task CreateOrContinueAsync_unfinished_devnet_is_begun_again()
    {
        FakePrograms.WriteTo(_folder.FullPath);
        using StateDirectory state = StateDirectory.Open(_folder["state"]);
        Directory.CreateDirectory(state.Paths.UnfinishedDevnet);
        File.WriteAllText(Path.Combine(state.Paths.UnfinishedDevnet, "half"), "");
        Assert.IsType<DevnetCreated>(await CreateAsync(state, SamplePool.Design));
        Assert.False(File.Exists(Path.Combine(state.Paths.Devnet, "half")));
    }

    [Fact]
    public async Task CreateOrContinueAsync_renamed_producer_has_no_keys_and_is_refused()
    {
        FakePrograms.WriteTo(_folder.FullPath);
        using StateDirectory state = StateDirectory.Open(_folder["state"]);
        await CreateAsync(state, SamplePool.Design);
        PoolDesign renamed = SamplePool.Read(SamplePool.Yaml.Replace("  bp:", "  core:", StringComparison.Ordinal));
        CommandFailure failure = await Assert.ThrowsAsync<CommandFailure>(() => CreateAsync(state, renamed));
        Assert.Equal(ExitCodes.SafetyRefusal, failure.ExitCode);
    }

    private Task<PoolEvent> CreateAsync(StateDirectory state, PoolDesign design) =>
        Devnet.CreateOrContinueAsync(state, design, _folder["pool-keys"], new VirtualTime(), CancellationToken.None);
}
