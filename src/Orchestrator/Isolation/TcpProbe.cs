using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PoolTopology.Orchestrator.Isolation;

/// <summary>One try to open a TCP connection, closed again at once.</summary>
internal static class TcpProbe
{
    /// <summary>Tries to connect.</summary>
    /// <param name="machine">The name of the place that this process stands in.</param>
    /// <param name="target">Where to.</param>
    /// <param name="patience">After this, nobody answers.</param>
    /// <param name="cancellation">Ends the try.</param>
    public static async Task<ReachabilityAttempt> TryAsync(
        string machine, IPEndPoint target, TimeSpan patience, CancellationToken cancellation)
    {
        Stopwatch watch = Stopwatch.StartNew();
        string outcome = await ConnectAsync(target, patience, cancellation);
        return new ReachabilityAttempt(
            machine, target.ToString(), outcome == "connected", outcome, watch.Elapsed.TotalMilliseconds);
    }

    private static async Task<string> ConnectAsync(IPEndPoint target, TimeSpan patience, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        using Socket socket = new(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(target, limit.Token);
            return "connected";
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return "timeout";
        }
        catch (SocketException failure)
        {
            return failure.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => "refused",
                SocketError.HostUnreachable or SocketError.NetworkUnreachable => "unreachable",
                SocketError.TimedOut => "timeout",
                _ => failure.SocketErrorCode.ToString(),
            };
        }
    }
}
