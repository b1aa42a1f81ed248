using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Orchestrator.Tests.Ssh.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Ssh;

/// <summary>Which sessions share a connection, and what becomes of sockets whose connection is gone.</summary>
public sealed class SharingTests : IDisposable
{
    private readonly SshWorld _world = new();
    private readonly SshServer _server;

    public SharingTests()
    {
        _server = _world.Start("127.0.0.1");
        _world.Know(_server);
    }

    public void Dispose() => _world.Dispose();

    [SshFact]
    public async Task Sessions_share_a_connection_and_a_confirmation_has_its_own()
    {
        await InspectAsync();
        await InspectAsync();
        Assert.Equal(1, _server.Logins);

        await using SshOperator operators = new(_world, SshOperator.At(_server));
        await operators.InspectAnewAsync();
        Assert.Equal(2, _server.Logins);
    }

    [SshFact]
    public async Task A_socket_that_a_dead_master_left_is_replaced()
    {
        await InspectAsync();
        string socket = Assert.Single(Directory.GetFiles(_world.Controls));
        SignalMasters("-9");
        while (Masters().Length > 0)
            await Task.Delay(10);
        Assert.True(File.Exists(socket));

        await InspectAsync();

        Assert.Equal(2, _server.Logins);
        await InspectAsync();
        Assert.Equal(2, _server.Logins);
    }

    [SshFact]
    public async Task A_master_that_hangs_does_not_hold_anybody_up()
    {
        await InspectAsync();
        SignalMasters("-STOP");

        await using SshOperator operators = new(_world, SshOperator.AgentOf(), startSeconds: 3, SshOperator.At(_server));
        Assert.True((await operators.InspectAsync()).IsRoot);

        Assert.Equal(2, _server.Logins);
        SignalMasters("-9");
    }

    [Fact]
    public void Sockets_lie_where_nobody_else_can_go()
    {
        string above = Directory.CreateTempSubdirectory("p").FullName;
        try
        {
            string folder = ControlFolder.Choose(["", "relative", "/no/such/folder", above + new string('x', 90), above])!;

            Assert.StartsWith(above, folder, StringComparison.Ordinal);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
            Directory.Delete(folder);
            Directory.CreateSymbolicLink(folder, Path.GetTempPath());
            Assert.Null(ControlFolder.Choose([above]));
        }
        finally
        {
            Directory.Delete(above, recursive: true);
        }
    }

    private string[] Masters() =>
        SshWorld.TryRun("pgrep", "-f", _world.Controls).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private void SignalMasters(string signal)
    {
        foreach (string master in Masters())
            SshWorld.TryRun("kill", signal, master);
    }

    private async Task InspectAsync()
    {
        await using SshOperator operators = new(_world, SshOperator.At(_server));
        Assert.True((await operators.InspectAsync()).IsRoot);
    }
}
