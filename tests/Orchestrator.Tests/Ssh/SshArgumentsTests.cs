using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Ssh;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Ssh;

public sealed class SshArgumentsTests
{
    private static readonly SshSettings Settings = new("ssh", "/s/known_hosts", "/s/pins", null, "/home/ann/.ssh", 10, 30);
    private static readonly SshTarget Target = new("edge-1", "192.0.2.1", "ops", 2222, "ann@bastion:22022", null);

    [Fact]
    public void Host_keys_are_always_checked_and_nothing_is_asked()
    {
        string line = string.Join(' ', SshArguments.For(Settings, Target, ConnectionKind.Shared, "true"));

        Assert.Contains("-o BatchMode=yes -o StrictHostKeyChecking=yes", line, StringComparison.Ordinal);
        Assert.Contains("-o UserKnownHostsFile=\"/s/known_hosts\" ~/.ssh/known_hosts", line, StringComparison.Ordinal);
        Assert.Contains("-l ops -p 2222 -o ProxyCommand='ssh' ", line, StringComparison.Ordinal);
        Assert.Contains("'StrictHostKeyChecking=yes'", line, StringComparison.Ordinal);
        Assert.Contains("'-l' 'ann' '-p' '22022' -W '[%h]:%p' -- 'bastion'", line, StringComparison.Ordinal);
        Assert.EndsWith("-T -- 192.0.2.1 true", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pinned_key_is_the_only_one_that_counts()
    {
        string line = string.Join(' ', SshArguments.For(
            Settings, Target with { HostKey = "ssh-ed25519 AAAA" }, ConnectionKind.Shared, "true"));

        Assert.Contains("HostKeyAlias=pool-edge-1 -o UserKnownHostsFile=\"/s/pins\" -o GlobalKnownHostsFile=/dev/null", line, StringComparison.Ordinal);
        Assert.DoesNotContain("HostKeyAlias", string.Join(' ', SshArguments.For(Settings, Target, ConnectionKind.Shared, "true")), StringComparison.Ordinal);
    }

    [Fact]
    public void Bulk_shares_a_connection_and_a_confirmation_never_does()
    {
        string bulk = string.Join(' ', SshArguments.For(Settings, Target, ConnectionKind.Shared, "true"));
        string confirmation = string.Join(' ', SshArguments.For(Settings, Target, ConnectionKind.Fresh, "true"));

        Assert.Contains("ControlMaster=auto -o ControlPath=\"/home/ann/.ssh/", bulk, StringComparison.Ordinal);
        Assert.Contains("ControlMaster=no -o ControlPath=none", confirmation, StringComparison.Ordinal);
        Assert.DoesNotContain("ControlPersist", confirmation, StringComparison.Ordinal);
    }

    [Fact]
    public void Connections_made_under_other_keys_are_not_shared()
    {
        string[] paths =
        [
            .. new[] { Target, Target with { HostKey = "ssh-ed25519 AAAA" }, Target with { HostKey = "ssh-ed25519 BBBB" }, Target with { Jump = null } }
                .Select(target => SshArguments.For(Settings, target, ConnectionKind.Shared, "true")
                    .Single(word => word.StartsWith("ControlPath=", StringComparison.Ordinal))),
        ];

        Assert.Equal(paths.Length, paths.Distinct().Count());
    }

    [Theory]
    [InlineData(255, "ssh: connect to host h port 22: Connection refused", "Unreachable", ExitCodes.Unreachable)]
    [InlineData(255, "Verbindung fehlgeschlagen: irgendwas", "Unreachable", ExitCodes.Unreachable)]
    [InlineData(68, "", "NoSudo", ExitCodes.Unreachable)]
    [InlineData(69, "aarch64", "WrongArchitecture", ExitCodes.SafetyRefusal)]
    [InlineData(255, "/home/ann/.ssh/config: line 3: Bad configuration option: fnord", "Other", ExitCodes.Error)]
    [InlineData(255, "ssh: connect to host h port 22: Connection timed out", "Unreachable", ExitCodes.Unreachable)]
    [InlineData(255, "ssh: connect to host h port 22: No route to host", "Unreachable", ExitCodes.Unreachable)]
    [InlineData(255, "ssh: Could not resolve hostname h: Name or service not known", "Unreachable", ExitCodes.Unreachable)]
    [InlineData(255, "@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.", "HostKeyChanged", ExitCodes.Unreachable)]
    [InlineData(255, "No ED25519 host key is known for h and you have requested strict checking.\nHost key verification failed.", "HostKeyUnknown", ExitCodes.Unreachable)]
    [InlineData(255, "ops@h: Permission denied (publickey).", "LoginDenied", ExitCodes.Unreachable)]
    [InlineData(67, "", "NoSudo", ExitCodes.Unreachable)]
    [InlineData(66, "", "NoAgent", ExitCodes.Unreachable)]
    [InlineData(126, "sh: /opt/p/pool: cannot execute binary file: Exec format error", "WrongArchitecture", ExitCodes.SafetyRefusal)]
    [InlineData(1, "cat: write error: No space left on device", "NoSpace", ExitCodes.Error)]
    public void Each_way_in_which_it_fails_has_its_own_kind(int exitCode, string errors, string kind, int expected)
    {
        Failure failure = SshFailures.Explain(Target with { Jump = null }, exitCode, errors, hasBegun: false);

        Assert.Equal((kind, expected), (failure.Kind.ToString(), failure.ExitCode));
        Assert.StartsWith("edge-1: ", failure.Sentence, StringComparison.Ordinal);
        if (kind is not ("NoSudo" or "NoAgent" or "HostKeyUnknown"))
            Assert.Contains(errors.Split('\n')[^1], failure.Sentence, StringComparison.Ordinal);
    }
}
