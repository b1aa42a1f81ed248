using Microsoft.Extensions.Logging;

namespace PoolTopology.Node.Composition;

internal static partial class NodeProgramLog
{
    [LoggerMessage(5001, LogLevel.Critical, "stopped: {Message} (exit {ExitCode})")]
    public static partial void Stopped(ILogger log, string message, int exitCode, Exception? defect);
}
