using Microsoft.Extensions.Logging;

namespace PoolTopology.Node.Control;

public sealed partial class ControlLink
{
    [LoggerMessage(5001, LogLevel.Debug, "not attached to the orchestrator: {Reason}; next try in {Delay}")]
    private partial void LogDetached(string reason, TimeSpan delay);

    [LoggerMessage(5002, LogLevel.Warning, "not attached to the orchestrator at {Address}, the node runs on: {Reason}")]
    private partial void LogRefused(string address, string reason);
}
