using Microsoft.Extensions.Logging;

namespace PoolTopology.Rpc.Server;

internal sealed partial class ServerCall
{
    [LoggerMessage(EventId = 7001, Level = LogLevel.Error, Message = "Handler of {Method} failed for {Peer}")]
    private static partial void LogHandlerFailed(ILogger logger, string method, string peer, Exception failure);
}
