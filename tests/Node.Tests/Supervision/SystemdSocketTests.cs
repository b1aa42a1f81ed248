using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using PoolTopology.Node.Supervision;
using Xunit;

namespace PoolTopology.Node.Tests.Supervision;

/// <summary>Real datagram sockets, as systemd's are.</summary>
public sealed class SystemdSocketTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("notify").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Messages_arrive_one_per_datagram(bool isAbstract)
    {
        string name = isAbstract
            ? $"@pooltopology-test-{Environment.ProcessId}-{Random.Shared.Next()}"
            : Path.Combine(_folder, "notify");
        using Socket systemd = Listen(name);
        IServiceManager manager = Find(("NOTIFY_SOCKET", name));

        manager.Tell(ServiceMessage.Ready);
        manager.Tell(ServiceMessage.Starting("Immutable: 5 blocks\nREADY=1", TimeSpan.FromSeconds(90)));
        manager.Tell(ServiceMessage.Stopping);

        Assert.Equal("READY=1", Receive(systemd));
        Assert.Equal("STATUS=Immutable: 5 blocks READY=1\nEXTEND_TIMEOUT_USEC=90000000", Receive(systemd));
        Assert.Equal("STOPPING=1\nSTATUS=closing the database", Receive(systemd));
        ((IDisposable)manager).Dispose();
    }

    [Fact]
    public void Manager_that_does_not_read_or_is_gone_costs_nothing()
    {
        string path = Path.Combine(_folder, "notify");
        IServiceManager manager = Find(("NOTIFY_SOCKET", path));
        manager.Tell(ServiceMessage.Alive);
        using Socket systemd = Listen(path);
        for (int i = 0; i < 10_000; i++)
            manager.Tell(ServiceMessage.Status(new string('x', 500)));
        Assert.StartsWith("STATUS=xxx", Receive(systemd), StringComparison.Ordinal);
        ((IDisposable)manager).Dispose();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("relative")]
    [InlineData("@")]
    public void Without_a_socket_nobody_is_told(string? path)
    {
        IServiceManager manager = Find(("NOTIFY_SOCKET", path), ("WATCHDOG_USEC", "1000000"));
        manager.Tell(ServiceMessage.Ready);
        Assert.Null(manager.WatchdogTimeout);
    }

    [Fact]
    public void Watchdog_counts_only_for_the_process_that_it_means()
    {
        string us = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        Assert.Equal(TimeSpan.FromSeconds(3), Timeout("3000000", null));
        Assert.Equal(TimeSpan.FromSeconds(3), Timeout("3000000", us));
        Assert.Null(Timeout("3000000", "1"));
        Assert.Null(Timeout("0", us));
        Assert.Null(Timeout("soon", us));
        Assert.Null(Timeout(null, us));

        static TimeSpan? Timeout(string? micros, string? pid) =>
            Find(("NOTIFY_SOCKET", "/nobody"), ("WATCHDOG_USEC", micros), ("WATCHDOG_PID", pid)).WatchdogTimeout;
    }

    private static IServiceManager Find(params (string Name, string? Value)[] environment) => SystemdSocket.Find(
        name => environment.FirstOrDefault(variable => variable.Name == name).Value, NullLogger.Instance);

    private static Socket Listen(string name)
    {
        Socket systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 5000 };
        systemd.Bind(new UnixDomainSocketEndPoint(name[0] == '@' ? $"\0{name[1..]}" : name));
        return systemd;
    }

    private static string Receive(Socket systemd)
    {
        byte[] buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, systemd.Receive(buffer));
    }
}
