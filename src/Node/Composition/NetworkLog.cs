using System.Net;
using Microsoft.Extensions.Logging;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Ports;
using PoolTopology.Node.Status;

namespace PoolTopology.Node.Composition;

/// <summary>Tells in log lines what happens to connections.</summary>
internal sealed partial class NetworkLog(ILogger log) : INetworkEvents
{
    /// <inheritdoc/>
    public void Report(NetworkEvent networkEvent)
    {
        switch (networkEvent)
        {
            case NetworkEvent.Connected connected:
                LogConnected(connected.Remote, connected.Origin, connected.Version, connected.IsDuplex);
                break;
            case NetworkEvent.Disconnected gone:
                LogDisconnected(gone.Remote, gone.Origin, CloseReasonText.Of(gone.Reason));
                break;
            case NetworkEvent.AcceptDelayed or NetworkEvent.AcceptFailed or NetworkEvent.ResolveFailed:
                LogWarning(networkEvent);
                break;
            default:
                LogDetail(networkEvent);
                break;
        }
    }

    [LoggerMessage(5401, LogLevel.Information, "{Remote}: connected ({Origin}, version {Version}, duplex {IsDuplex})")]
    private partial void LogConnected(IPEndPoint remote, ConnectionOrigin origin, int version, bool isDuplex);

    [LoggerMessage(5402, LogLevel.Information, "{Remote}: disconnected ({Origin}): {Reason}")]
    private partial void LogDisconnected(IPEndPoint remote, ConnectionOrigin origin, string reason);

    [LoggerMessage(5403, LogLevel.Warning, "{Event}")]
    private partial void LogWarning(NetworkEvent @event);

    [LoggerMessage(5404, LogLevel.Debug, "{Event}")]
    private partial void LogDetail(NetworkEvent @event);
}
