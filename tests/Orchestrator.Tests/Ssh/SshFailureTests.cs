using System.Diagnostics;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Ssh;
using PoolTopology.Orchestrator.Tests.Ssh.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Ssh;

/// <summary>Every way in which a session fails, on real servers: which failure, which exit code, which words.</summary>
public sealed class SshFailureTests : IDisposable
{
    private readonly SshWorld _world = new();

    public void Dispose() => _world.Dispose();

    [SshFact]
    public async Task A_port_where_nobody_listens()
    {
        Failure failure = await FailAsync(Nowhere("127.0.0.9"));

        AssertIs(FailureKind.Unreachable, ExitCodes.Unreachable, "refuses connections", failure);
    }

    [SshFact]
    public async Task An_address_without_a_route()
    {
        Failure failure = await FailAsync(Nowhere("192.0.2.1"));

        AssertIs(FailureKind.Unreachable, ExitCodes.Unreachable, "no route to it", failure);
    }

    [SshFact]
    public async Task An_address_that_does_not_answer()
    {
        _world.Inside("nft", "add table inet t; add chain inet t o { type filter hook output priority 0; }; add rule inet t o ip daddr 127.0.0.9 drop");

        Failure failure = await FailAsync(Nowhere("127.0.0.9"));

        AssertIs(FailureKind.Unreachable, ExitCodes.Unreachable, "does not answer", failure);
    }

    [SshFact]
    public async Task A_name_that_cannot_be_resolved()
    {
        Failure failure = await FailAsync(Nowhere("no-such-host.invalid"));

        AssertIs(FailureKind.Unreachable, ExitCodes.Unreachable, "a name that cannot be resolved", failure);
    }

    [SshFact]
    public async Task A_key_that_is_not_accepted()
    {
        SshServer server = Known(_world.Start("127.0.0.1", new SshServerOptions("DenyUsers ops")));

        Failure failure = await FailAsync(SshOperator.At(server, "ops"));

        AssertIs(FailureKind.LoginDenied, ExitCodes.Unreachable, "does not accept the login", failure);
    }

    [SshFact]
    public async Task A_user_with_sudo_becomes_root()
    {
        SshServer server = Known(_world.Start("127.0.0.1"));
        await using SshOperator operators = new(_world, Published(), 20, SshOperator.At(server, "ops"));

        Assert.True((await operators.InspectAsync()).IsRoot);
    }

    [SshFact]
    public async Task A_user_whom_sudo_asks_for_a_password()
    {
        SshServer server = Known(_world.Start("127.0.0.1"));

        Failure failure = await FailAsync(SshOperator.At(server, "asks"), Published());

        AssertIs(FailureKind.NoSudo, ExitCodes.Unreachable, "without a password", failure);
    }

    [SshFact]
    public async Task A_machine_without_sudo()
    {
        SshServer server = Known(_world.Start("127.0.0.1", new SshServerOptions(Prepare: "mount --bind /dev/null /usr/bin/sudo")));

        Failure failure = await FailAsync(SshOperator.At(server, "ops"), Published());

        AssertIs(FailureKind.NoSudo, ExitCodes.Unreachable, "there is no sudo", failure);
    }

    [SshFact]
    public async Task An_account_without_a_shell()
    {
        SshServer server = Known(_world.Start("127.0.0.1"));

        Failure failure = await FailAsync(SshOperator.At(server, "nosh"));

        AssertIs(FailureKind.LoginDenied, ExitCodes.Unreachable, "its shell ends with exit code 1 and runs no command (ssh: This account is currently not available.)", failure);
    }

    [SshFact]
    public async Task A_shell_that_prints_what_it_likes_disturbs_nothing()
    {
        SshServer server = Known(_world.Start("127.0.0.1", new SshServerOptions(
            $"Banner {_world.Script("banner", "Permission denied (go away). Connection refused.")}",
            "echo 'echo welcome to this machine; printf \"\\001\\002 half a line\"; echo noise >&2' > /home/ops/.bashrc")));
        await using SshOperator operators = new(_world, SshOperator.At(server, "ops"));

        Assert.Equal(0UL, (await operators.InspectAsync()).Generation);
    }

    [SshFact]
    public async Task A_shell_that_prints_without_end()
    {
        SshServer server = Known(_world.Start("127.0.0.1", new SshServerOptions(Prepare: "echo 'yes noise' > /home/ops/.bashrc")));

        Failure failure = await FailAsync(SshOperator.At(server, "ops"));

        AssertIs(FailureKind.LoginDenied, ExitCodes.Unreachable, "prints without end", failure);
    }

    [SshFact]
    public async Task A_shell_that_hangs()
    {
        SshServer server = Known(_world.Start("127.0.0.1", new SshServerOptions(Prepare: "echo 'sleep 100' > /home/ops/.bashrc")));

        Failure failure = await FailAsync(SshOperator.At(server, "ops"), SshOperator.AgentOf(), startSeconds: 1);

        AssertIs(FailureKind.Unreachable, ExitCodes.Unreachable, "does something hang in its login", failure);
    }

    [SshFact]
    public async Task An_agent_that_is_missing_and_cannot_be_brought()
    {
        SshServer server = Known(_world.Start("127.0.0.1"));

        Failure failure = await FailAsync(SshOperator.At(server), new AgentProgram(null, "", "", null));

        AssertIs(FailureKind.NoAgent, ExitCodes.Unreachable, "there is no pool agent on it, and this pool is no published single file", failure);
    }

    [SshFact]
    public async Task An_agent_for_another_processor()
    {
        SshServer server = Known(_world.Start("127.0.0.1"));
        string foreign = _world.Script("foreign", "");
        File.WriteAllBytes(foreign, [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 183, 0]);

        Failure failure = await FailAsync(SshOperator.At(server), new AgentProgram(null, "", "", $"exec {foreign}"));

        AssertIs(FailureKind.WrongArchitecture, ExitCodes.SafetyRefusal, "for another processor", failure);
    }

    [SshFact]
    public async Task What_answers_is_no_agent()
    {
        SshServer server = Known(_world.Start("127.0.0.1"));

        Failure failure = await FailAsync(SshOperator.At(server), new AgentProgram(null, "", "", "echo this is no agent; sleep 0.5; exit 3"));

        AssertIs(FailureKind.NoAgent, ExitCodes.Unreachable, "what answers is no pool agent", failure);
    }

    [SshFact]
    public async Task A_connection_that_dies_midway_is_made_anew()
    {
        SshServer server = Known(_world.Start("127.0.0.1"));
        await using SshOperator operators = new(_world, SshOperator.At(server));
        await operators.InspectAsync();

        server.KillSessions();

        Failure failure = await operators.FailAsync();
        AssertIs(FailureKind.Unreachable, ExitCodes.Unreachable, "the connection broke", failure);
        Assert.True((await operators.InspectAsync()).IsRoot);
    }

    [SshFact]
    public async Task A_server_that_restarts_does_not_end_sessions()
    {
        SshServer server = Known(_world.Start("127.0.0.1"));
        await using SshOperator operators = new(_world, SshOperator.At(server));
        await operators.InspectAsync();

        server.StopListening();
        await operators.InspectAsync();
        Task<Rpc.Agent.V1.Observed> anew = operators.InspectAnewAsync();
        server.ListenAgain();

        Assert.True((await anew).IsRoot);
        Assert.Equal(2, server.Logins);
    }

    [SshFact]
    public async Task A_host_on_the_way_that_is_down()
    {
        SshServer hidden = Known(_world.Start("127.0.0.2"));

        Failure failure = await FailAsync(SshOperator.At(hidden, jump: "127.0.0.9:2222"));

        AssertIs(FailureKind.Unreachable, ExitCodes.Unreachable, "the host on the way to it, 127.0.0.9, refuses connections", failure);
    }

    [SshFact]
    public async Task A_machine_that_is_down_behind_a_host_on_the_way()
    {
        SshServer relay = Known(_world.Start("127.0.0.1"));

        Failure failure = await FailAsync(Nowhere("127.0.0.9") with { Jump = $"root@127.0.0.1:{relay.Port}" });

        AssertIs(FailureKind.Unreachable, ExitCodes.Unreachable, "(seen from root@127.0.0.1:2222) it cannot be reached", failure);
    }

    [SshFact]
    public async Task A_server_that_drops_logins_is_asked_again_and_not_for_ever()
    {
        SshServer server = Known(_world.Start("127.0.0.1", new SshServerOptions("MaxStartups 1\nLoginGraceTime 1")));
        // Somebody else's login, which never comes to an end, takes the only place for two seconds.
        using Process other = Process.Start("ip", ["netns", "exec", _world.Name, "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/2222; sleep 30"]);
        await Task.Delay(300);
        await using SshOperator operators = new(_world, SshOperator.At(server));

        Assert.True((await operators.InspectAsync()).IsRoot);
        other.Kill();
        Assert.Contains("drop connection", server.Log, StringComparison.Ordinal);
    }

    [SshFact]
    public async Task Many_sessions_through_one_host_are_not_dropped()
    {
        SshServer relay = Known(_world.Start("127.0.0.1", new SshServerOptions("MaxStartups 7:100:8")));
        SshServer hidden = Known(_world.Start("127.0.0.2", new SshServerOptions("MaxStartups 100")));
        SshTarget[] targets =
            [.. Enumerable.Range(0, 24).Select(i => SshOperator.At(hidden, jump: "root@127.0.0.1:2222", name: $"m{i}"))];
        await using SshOperator operators = new(_world, SshOperator.AgentOf(), 60, targets);

        await Task.WhenAll(targets.Select(target => operators.InspectAsync(target.Machine)));

        Assert.DoesNotContain("drop connection", relay.Log, StringComparison.Ordinal);
    }

    [SshFact]
    public async Task A_client_that_is_not_installed()
    {
        File.Delete(_world.Client);

        Failure failure = await FailAsync(Nowhere("127.0.0.1"));

        AssertIs(FailureKind.Other, ExitCodes.Error, "the SSH client cannot be started", failure);
    }

    [SshFact]
    public async Task A_configuration_that_the_client_does_not_accept()
    {
        File.AppendAllText(_world.Config, "  Fnord yes\n");

        Failure failure = await FailAsync(Nowhere("127.0.0.1"));

        AssertIs(FailureKind.Other, ExitCodes.Error, "the SSH client does not accept its configuration", failure);
    }

    private SshServer Known(SshServer server)
    {
        _world.Know(server);
        return server;
    }

    private static SshTarget Nowhere(string host) => new("edge-1", host, "root", SshServer.UsualPort, null, null);

    /// <summary>An agent that is found by its hash, as published ones are: the usual way with its sudo.</summary>
    private AgentProgram Published() => BringAgentTests.Program(_world, "");

    private Task<Failure> FailAsync(SshTarget target) => FailAsync(target, SshOperator.AgentOf());

    private async Task<Failure> FailAsync(SshTarget target, AgentProgram agent, int startSeconds = 20)
    {
        await using SshOperator operators = new(_world, agent, startSeconds, target);
        return await operators.FailAsync();
    }

    private static void AssertIs(FailureKind kind, int exitCode, string words, Failure failure)
    {
        Assert.StartsWith("edge-1: ", failure.Sentence, StringComparison.Ordinal);
        Assert.Contains(words, failure.Sentence, StringComparison.Ordinal);
        Assert.Equal((kind, exitCode), (failure.Kind, failure.ExitCode));
    }
}
