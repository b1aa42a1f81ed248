using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Serve;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Orchestrator.Up;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Up;

public sealed class StateDirectoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_new_directory_is_for_its_owner_only_and_marked()
    {
        using StateDirectory state = StateDirectory.Open(_folder["state"]);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(state.Paths.Root));
        Assert.Equal(StateMarker.New, state.Marker);
    }

    [Fact]
    public void Open_directory_in_use_is_refused_with_the_holder()
    {
        using StateDirectory state = StateDirectory.Open(_folder["state"]);
        CommandFailure failure = Assert.Throws<CommandFailure>(() => StateDirectory.Open(_folder["state"]));
        Assert.Equal(ExitCodes.LockHeld, failure.ExitCode);
        Assert.Contains($"pid {Environment.ProcessId}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_beside_a_service_goes_on_and_beside_another_pool_does_not()
    {
        using StateDirectory state = StateDirectory.Open(_folder["state"]);
        Assert.Equal(ExitCodes.LockHeld, Assert.Throws<CommandFailure>(() => StateDirectory.OpenBesideService(_folder["state"])).ExitCode);
        using ServiceStore service = ServiceStore.Open(_folder["state"], "DEMO", TimeSpan.FromHours(1), TimeProvider.System);
        using (StateDirectory beside = StateDirectory.OpenBesideService(_folder["state"]))
            beside.SetProducer("bp");
        Assert.Equal("bp", state.Marker.Producer);
        Assert.True(File.Exists(state.Paths.PidFile));
        Assert.Throws<CommandFailure>(() => StateDirectory.Open(_folder["state"]));
    }

    [Fact]
    public void Open_after_release_continues()
    {
        using (StateDirectory first = StateDirectory.Open(_folder["state"]))
            first.SetProducer("bp");
        using StateDirectory second = StateDirectory.Open(_folder["state"]);
        Assert.Equal("bp", second.Marker.Producer);
    }

    [Fact]
    public void Open_foreign_directory_is_refused_and_untouched()
    {
        Directory.CreateDirectory(_folder["home"]);
        File.WriteAllText(_folder["home/letter.txt"], "dear");
        CommandFailure failure = Assert.Throws<CommandFailure>(() => StateDirectory.Open(_folder["home"]));
        Assert.Equal(ExitCodes.SafetyRefusal, failure.ExitCode);
        Assert.Equal(["letter.txt"], Directory.EnumerateFileSystemEntries(_folder["home"]).Select(Path.GetFileName));
    }

    [Fact]
    public void Open_directory_of_a_start_that_was_cut_off_is_taken_as_new()
    {
        Directory.CreateDirectory(_folder["state"]);
        File.WriteAllText(_folder["state/lock"], "");
        File.WriteAllText(_folder["state/pool-state.json.new"], "{");
        using StateDirectory state = StateDirectory.Open(_folder["state"]);
        Assert.Equal(StateMarker.New, state.Marker);
    }

    [Fact]
    public void Open_directory_of_a_newer_layout_is_refused()
    {
        Directory.CreateDirectory(_folder["state"]);
        File.WriteAllText(_folder["state/pool-state.json"], (StateMarker.New with { Version = 99 }).ToJson());
        Assert.Equal(ExitCodes.SafetyRefusal, Assert.Throws<CommandFailure>(() => StateDirectory.Open(_folder["state"])).ExitCode);
    }

    [Fact]
    public void Clear_deletes_the_chain_and_never_what_a_link_points_to()
    {
        Directory.CreateDirectory(_folder["precious"]);
        File.WriteAllText(_folder["precious/photo"], "!");
        using StateDirectory state = StateDirectory.Open(_folder["state"]);
        state.SetProducer("bp");
        Directory.CreateDirectory(Path.Combine(state.Paths.DatabaseOf("bp"), "immutable"));
        Directory.CreateDirectory(state.Paths.Devnet);
        Directory.CreateSymbolicLink(Path.Combine(state.Paths.Root, "link"), _folder["precious"]);
        state.Clear();
        Assert.False(Directory.Exists(state.Paths.Nodes));
        Assert.False(Directory.Exists(state.Paths.Devnet));
        Assert.True(File.Exists(_folder["precious/photo"]));
        Assert.Equal(StateMarker.New, state.Marker);
        Assert.Throws<CommandFailure>(() => StateDirectory.Open(state.Paths.Root));
    }

    [Theory]
    [InlineData("rollout/audit.ndjson")]
    [InlineData("serve/authority/ca.key")]
    public void Clear_beside_a_deployment_or_a_service_is_refused_and_deletes_nothing(string kept)
    {
        using StateDirectory state = StateDirectory.Open(_folder["state"]);
        string path = Path.Combine(state.Paths.Root, kept);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "!");
        Directory.CreateDirectory(state.Paths.Devnet);
        Assert.Equal(ExitCodes.SafetyRefusal, Assert.Throws<CommandFailure>(state.Clear).ExitCode);
        Assert.True(File.Exists(path));
        Assert.True(Directory.Exists(state.Paths.Devnet));
    }
}
