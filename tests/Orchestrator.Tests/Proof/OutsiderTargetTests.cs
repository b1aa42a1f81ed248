using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Orchestrator.Ssh;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Proof;

public sealed class OutsiderTargetTests
{
    [Theory]
    [InlineData("far.example", null, "far.example", null)]
    [InlineData("ann@192.0.2.7", "ann", "192.0.2.7", null)]
    [InlineData("ann@192.0.2.7:2222", "ann", "192.0.2.7", 2222)]
    [InlineData("2001:db8::7", null, "2001:db8::7", null)]
    [InlineData("ann@[2001:db8::7]:22", "ann", "2001:db8::7", 22)]
    public void Read_what_ssh_understands(string text, string? user, string host, int? port)
    {
        SshTarget target = OutsiderTarget.Read(text);

        Assert.Equal((user, host, port, $"outsider {host}"), (target.User, target.Host, target.Port, target.Machine));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ann@")]
    [InlineData("-oProxyCommand=x")]
    [InlineData("ann@-x")]
    [InlineData("-l@host")]
    [InlineData("host:0")]
    [InlineData("host:ssh")]
    [InlineData("host:65536")]
    [InlineData("two words")]
    public void Read_anything_else_is_refused(string text) =>
        Assert.Equal(ExitCodes.Usage, Assert.Throws<CommandFailure>(() => OutsiderTarget.Read(text)).ExitCode);
}
