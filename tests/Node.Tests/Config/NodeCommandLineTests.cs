using System.CommandLine;
using System.Net.Sockets;
using PoolTopology.Node.Config;
using PoolTopology.Node.Control;
using Xunit;

namespace PoolTopology.Node.Tests.Config;

public sealed class NodeCommandLineTests
{
    private static readonly string[] Required =
        ["--name", "n", "--config", "/c.json", "--topology", "/t.json", "--database-path", "/db"];

    [Theory]
    [InlineData("/run/pool.sock")]
    [InlineData("/a b#c%41/?.sock")]
    public void Control_takes_any_absolute_path_as_it_stands(string path)
    {
        (NodeCommandLine options, ParseResult parsed) = Parse("--control", "unix:" + path);
        Assert.Empty(parsed.Errors);
        Assert.Equal(path, Assert.IsType<UnixDomainSocketEndPoint>(options.Read(parsed).Control!.EndPoint).ToString());
    }

    [Fact]
    public void Control_takes_an_address_with_an_identity()
    {
        (NodeCommandLine options, ParseResult parsed) = Parse(
            "--control", "[2001:db8::7]:7443", "--control-identity", "/var/lib/n/control.pem", "--control-enrolment", "/etc/n/enrolment.pem");
        Assert.Empty(parsed.Errors);
        ControlAddress control = options.Read(parsed).Control!;
        Assert.Equal("[2001:db8::7]:7443", control.EndPoint.ToString());
        Assert.Equal(("/var/lib/n/control.pem", "/etc/n/enrolment.pem"), (control.IdentityFile, control.EnrolmentFile));
    }

    [Theory]
    [InlineData("--control", "127.0.0.1:7")]
    [InlineData("--control", "unix:")]
    [InlineData("--control", "orchestrator.example:7")]
    [InlineData("--control", "127.0.0.1")]
    [InlineData("--port", "0")]
    [InlineData("--port", "65536")]
    [InlineData("--port", "many")]
    [InlineData("--host-addr", "relay.example")]
    [InlineData("--rpc-addr", "127.0.0.1")]
    [InlineData("--shutdown-ipc", "3")]
    public void Value_that_cannot_work_is_refused(string option, string value) =>
        Assert.NotEmpty(Parse(option, value).Parsed.Errors);

    [Fact]
    public void Required_options_are_enough()
    {
        (NodeCommandLine options, ParseResult parsed) = Parse();
        Assert.Empty(parsed.Errors);
        Assert.Equal("0.0.0.0:3001", options.Read(parsed).ListenAddress.ToString());
        Assert.Null(options.Read(parsed).Control);
    }

    private static (NodeCommandLine Options, ParseResult Parsed) Parse(params string[] more)
    {
        NodeCommandLine options = new(NodeRole.Relay);
        RootCommand command = new();
        options.AddTo(command);
        return (options, command.Parse([.. Required, .. more]));
    }
}
