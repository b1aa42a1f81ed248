using Microsoft.Extensions.Logging;

namespace PoolTopology.Node.Control;

public sealed partial class ControlLink
{
    [LoggerMessage(5001, LogLevel.Debug, "not attached to the orchestrator: {Reason}; next try in {Delay}")]
    private partial void LogDetached(string reason, TimeSpan delay);
}
