using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Rollout;
using PoolTopology.Orchestrator.Ssh;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Ssh;

public sealed class SshArgumentsTests
{
    private static readonly SshSettings Settings = new("ssh", "/s/known_hosts", null, "/home/ann/.ssh", 10);
    private static readonly SshTarget Target = new("edge-1", "192.0.2.1", "ops", 2222, "bastion");

    [Fact]
    public void Host_keys_are_always_checked_and_nothing_is_asked()
    {
        string line = string.Join(' ', SshArguments.For(Settings, Target, ConnectionKind.Shared, "true"));

        Assert.Contains("-o BatchMode=yes -o StrictHostKeyChecking=yes", line, StringComparison.Ordinal);
        Assert.Contains("-o UserKnownHostsFile=/s/known_hosts ~/.ssh/known_hosts", line, StringComparison.Ordinal);
        Assert.EndsWith("-l ops -p 2222 -J bastion -T -- 192.0.2.1 true", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Bulk_shares_a_connection_and_a_confirmation_never_does()
    {
        string bulk = string.Join(' ', SshArguments.For(Settings, Target, ConnectionKind.Shared, "true"));
        string confirmation = string.Join(' ', SshArguments.For(Settings, Target, ConnectionKind.Fresh, "true"));

        Assert.Contains("ControlMaster=auto -o ControlPath=/home/ann/.ssh/pool-%C", bulk, StringComparison.Ordinal);
        Assert.Contains("ControlMaster=no -o ControlPath=none", confirmation, StringComparison.Ordinal);
        Assert.DoesNotContain("ControlPersist", confirmation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(255, "ssh: connect to host h port 22: Connection refused", "Unreachable", ExitCodes.Unreachable)]
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
        Failure failure = SshFailures.Explain("edge-1", exitCode, errors);

        Assert.Equal((kind, expected), (failure.Kind.ToString(), failure.ExitCode));
        Assert.StartsWith("edge-1: ", failure.Sentence, StringComparison.Ordinal);
    }
}
