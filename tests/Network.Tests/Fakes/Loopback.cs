using System.Net;
using PoolTopology.Network.Bearer;
using PoolTopology.Network.Host;

namespace PoolTopology.Network.Tests.Fakes;

/// <summary>Nodes on real sockets of this machine.</summary>
internal static class Loopback
{
    private static int _seeds;

    public static IPEndPoint AnyPort => new(IPAddress.Loopback, 0);

    public static TestNode Node(
        IPEndPoint? listen = null, Func<NetworkOptions, NetworkOptions>? adjust = null, bool isFetching = true, ScriptedChain? chain = null) =>
        new(new TcpTransport(), listen ?? AnyPort, TimeProvider.System, Interlocked.Increment(ref _seeds), adjust, isFetching, chain);

    /// <summary>Waits, in real time, until something holds; sockets have no virtual time.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what, double limitSeconds = 20)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            if (TimeProvider.System.GetElapsedTime(began).TotalSeconds > limitSeconds)
                throw new TimeoutException($"not within {limitSeconds} s: {what}");
            await Task.Delay(10);
        }
    }
}
