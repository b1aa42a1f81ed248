using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Orchestrator.Up;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Up;

public sealed class ExecutablesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Locate_installed_programs_lie_beside_pool()
    {
        FakePrograms.WriteTo(_folder.FullPath);
        Assert.Equal(_folder["pool-relay"], Executables.Locate(_folder.FullPath, null).Relay);
    }

    [Fact]
    public void Locate_built_programs_lie_in_their_projects_output()
    {
        string here = Directory.CreateDirectory(_folder["bin/Orchestrator/release"]).FullName;
        foreach (string project in new[] { "Relay", "Producer", "Keys" })
            FakePrograms.WriteTo(Directory.CreateDirectory(_folder[$"bin/{project}/release"]).FullName);
        Assert.Equal(_folder["bin/Producer/release/pool-producer"], Executables.Locate(here + "/", null).Producer);
    }

    [Fact]
    public void Locate_named_folder_is_the_only_one_looked_at()
    {
        FakePrograms.WriteTo(_folder.FullPath);
        CommandFailure failure = Assert.Throws<CommandFailure>(() => Executables.Locate(_folder.FullPath, "/nowhere"));
        Assert.Contains("/nowhere/pool-relay", failure.Message, StringComparison.Ordinal);
    }
}
