using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace PoolTopology.Node.Supervision;

/// <summary>systemd, told over the datagram socket that it names in the environment.</summary>
/// <remarks>
/// Spec: sd_notify(3), sd_watchdog_enabled(3). A send never blocks: a node must not stand still because nobody reads.
/// </remarks>
public sealed partial class SystemdSocket : IServiceManager, IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)
    {
        Blocking = false,
    };

    private readonly UnixDomainSocketEndPoint _manager;
    private readonly ILogger _log;

    private SystemdSocket(string path, TimeSpan? watchdogTimeout, ILogger log)
    {
        // "@name" is a name of no file: an abstract socket, whose first byte is 0.
        _manager = new UnixDomainSocketEndPoint(path[0] == '@' ? $"\0{path[1..]}" : path);
        WatchdogTimeout = watchdogTimeout;
        _log = log;
    }

    /// <inheritdoc/>
    public TimeSpan? WatchdogTimeout { get; }

    /// <summary>The manager that the environment names; nobody where it names none.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="log">Where it is told that the manager does not hear.</param>
    public static IServiceManager Find(Func<string, string?> variable, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(variable);
        string? path = variable("NOTIFY_SOCKET");
        if (string.IsNullOrEmpty(path))
            return NoServiceManager.Instance;
        if (path is ['/', _, ..] or ['@', _, ..])
            return new SystemdSocket(path, Watchdog(variable), log);
        LogNoSocket(log, path);
        return NoServiceManager.Instance;
    }

    /// <inheritdoc/>
    public void Tell(ServiceMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(message.Text), _manager);
        }
        catch (SocketException lost)
        {
            LogLost(_log, lost.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    // WATCHDOG_PID names another process where a wrapper started us and did not mean us.
    private static TimeSpan? Watchdog(Func<string, string?> variable)
    {
        bool isMeant = variable("WATCHDOG_PID") is not { Length: > 0 } pid
            || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return isMeant
            && long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out long micros)
            && micros > 0
            ? TimeSpan.FromMicroseconds(micros)
            : null;
    }

    [LoggerMessage(5601, LogLevel.Warning, "NOTIFY_SOCKET={Path} is no socket: the service manager is told nothing")]
    private static partial void LogNoSocket(ILogger log, string path);

    [LoggerMessage(5602, LogLevel.Warning, "the service manager could not be told: {Reason}")]
    private static partial void LogLost(ILogger log, string reason);
}
