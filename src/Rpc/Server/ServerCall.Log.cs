using Microsoft.Extensions.Logging;

namespace PoolTopology.Rpc.Server;

internal sealed partial class ServerCall
{
    [LoggerMessage(EventId = 7001, Level = LogLevel.Error, Message = "Handler of {Method} failed for {Peer}")]
    private static partial void LogHandlerFailed(ILogger logger, string method, string peer, Exception failure);

    [LoggerMessage(
        EventId = 7002,
        Level = LogLevel.Warning,
        Message = "Reset {Method} of {Peer}: it left a message unread for {Grace}")]
    private static partial void LogSlowReader(ILogger logger, string method, string peer, TimeSpan grace);
}
