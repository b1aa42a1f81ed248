using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Tests.Ssh.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Ssh;

/// <summary>Who a machine is: by its host key, pinned or known, and never learned.</summary>
public sealed class HostKeyTests : IDisposable
{
    private readonly SshWorld _world = new();

    public void Dispose() => _world.Dispose();

    [SshFact]
    public async Task A_pinned_key_is_accepted_without_known_hosts()
    {
        SshServer server = _world.Start("127.0.0.1");
        await using SshOperator operators = new(_world, SshOperator.At(server, hostKey: server.HostKey));

        Assert.True((await operators.InspectAsync()).IsRoot);
        Assert.Equal("", File.ReadAllText(_world.KnownHosts));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_world["pins"]));
    }

    [SshFact]
    public async Task Another_key_than_the_pinned_one_is_refused_whatever_known_hosts_says()
    {
        SshServer server = _world.Start("127.0.0.1");
        SshServer other = _world.Start("127.0.0.2");
        _world.Know(server);
        await using SshOperator operators = new(_world, SshOperator.At(server, hostKey: other.HostKey));

        Failure failure = await operators.FailAsync();

        Assert.Equal((FailureKind.HostKeyChanged, ExitCodes.Unreachable), (failure.Kind, failure.ExitCode));
        Assert.Contains("does not show the host key that topology.yaml pins", failure.Sentence, StringComparison.Ordinal);
        Assert.Contains("ssh-keyscan -p 2222 127.0.0.1 | ssh-keygen -lf -", failure.Sentence, StringComparison.Ordinal);
        Assert.Equal(0, server.Logins);
    }

    [SshFact]
    public async Task A_key_of_another_kind_than_the_pinned_one_is_refused_as_well()
    {
        SshServer server = _world.Start("127.0.0.1", new SshServerOptions(KeyKind: "ecdsa"));
        SshServer other = _world.Start("127.0.0.2");
        await using SshOperator operators = new(_world, SshOperator.At(server, hostKey: other.HostKey));

        Assert.Equal(FailureKind.HostKeyChanged, (await operators.FailAsync()).Kind);
    }

    [SshFact]
    public async Task An_unknown_key_is_refused_with_what_to_do_and_never_learned()
    {
        SshServer server = _world.Start("127.0.0.1");
        await using SshOperator operators = new(_world, SshOperator.At(server));

        Failure failure = await operators.FailAsync();

        Assert.Equal((FailureKind.HostKeyUnknown, ExitCodes.Unreachable), (failure.Kind, failure.ExitCode));
        Assert.Contains("ssh-keyscan -p 2222 127.0.0.1", failure.Sentence, StringComparison.Ordinal);
        Assert.Contains("machines.edge-1.ssh.hostKey", failure.Sentence, StringComparison.Ordinal);
        Assert.Equal("", File.ReadAllText(_world.KnownHosts));
    }

    [SshFact]
    public async Task A_changed_key_of_a_machine_without_a_pin_is_refused()
    {
        SshServer server = _world.Start("127.0.0.1");
        File.WriteAllText(_world.KnownHosts, $"[127.0.0.1]:2222 {_world.Start("127.0.0.2").HostKey}\n");
        await using SshOperator operators = new(_world, SshOperator.At(server));

        Failure failure = await operators.FailAsync();

        Assert.Equal(FailureKind.HostKeyChanged, failure.Kind);
        Assert.Contains("shows another host key than the one that is known", failure.Sentence, StringComparison.Ordinal);
    }

    [SshFact]
    public async Task A_pin_that_changes_is_not_outlived_by_a_shared_connection()
    {
        SshServer server = _world.Start("127.0.0.1");
        await using (SshOperator before = new(_world, SshOperator.At(server, hostKey: server.HostKey)))
            await before.InspectAsync();

        await using SshOperator after = new(_world, SshOperator.At(server, hostKey: _world.Start("127.0.0.2").HostKey));

        Assert.Equal(FailureKind.HostKeyChanged, (await after.FailAsync()).Kind);
    }

    [SshFact]
    public async Task Through_another_machine_both_pins_count()
    {
        SshServer relay = _world.Start("127.0.0.1");
        SshServer hidden = _world.Start("127.0.0.2");
        const string jump = "ops@127.0.0.1:2222";
        await using (SshOperator operators = new(
            _world,
            SshOperator.At(relay, hostKey: relay.HostKey),
            SshOperator.At(hidden, hostKey: hidden.HostKey, jump: jump, name: "vault")))
            Assert.True((await operators.InspectAsync("vault")).IsRoot);
        Assert.True(relay.Logins > 0);

        await using SshOperator deceived = new(
            _world,
            SshOperator.At(relay, hostKey: hidden.HostKey),
            SshOperator.At(hidden, hostKey: hidden.HostKey, jump: jump, name: "vault"));
        Failure failure = await deceived.FailAsync("vault");

        Assert.Contains("the host on the way to it", failure.Sentence, StringComparison.Ordinal);
        Assert.Equal(FailureKind.HostKeyChanged, failure.Kind);
    }

    [SshFact]
    public async Task An_unknown_host_on_the_way_is_refused_and_never_learned()
    {
        SshServer relay = _world.Start("127.0.0.1");
        SshServer hidden = _world.Start("127.0.0.2");
        File.AppendAllText(_world.Config, "  StrictHostKeyChecking accept-new\n");
        await using SshOperator operators = new(
            _world, SshOperator.At(hidden, hostKey: hidden.HostKey, jump: "127.0.0.1:2222", name: "vault"));

        Failure failure = await operators.FailAsync("vault");

        Assert.Equal(FailureKind.HostKeyUnknown, failure.Kind);
        Assert.Contains("the host on the way to it, [127.0.0.1]:2222, has a host key that nobody has vouched for", failure.Sentence, StringComparison.Ordinal);
        Assert.Equal((0, ""), (relay.Logins, File.ReadAllText(_world.KnownHosts)));
    }
}
