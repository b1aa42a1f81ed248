using PoolTopology.Network.Mux;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Primitives;

namespace PoolTopology.Network.Protocols.KeepAlive;

/// <summary>Asks a peer again and again whether it is there, and measures how long the answer takes.</summary>
internal sealed class KeepAliveInitiator(
    MuxChannel channel, Action<TimeSpan> onRoundTrip, TimeProvider time, Random random)
{
    private readonly ProtocolRunner<KeepAliveState, KeepAliveMessage> _runner =
        new(KeepAliveSpec.Table, KeepAliveCodec.Instance, ProtocolRole.Initiator, channel, time, random);

    public async Task RunAsync(CancellationToken cancellation)
    {
        ushort cookie = (ushort)random.Next(ushort.MaxValue + 1);
        while (true)
        {
            long asked = time.GetTimestamp();
            await _runner.SendAsync(new KeepAliveMessage.KeepAlive(cookie), cancellation);
            if (await _runner.ReceiveAsync(cancellation) is not KeepAliveMessage.Response answer)
                throw new InvariantException("the table allows one answer to a keep-alive");
            if (answer.Cookie != cookie)
                throw _runner.Violation(new ProtocolViolation.WrongCookie(cookie, answer.Cookie));
            onRoundTrip(time.GetElapsedTime(asked));
            cookie = unchecked((ushort)(cookie + 1));
            await Task.Delay(KeepAliveSpec.Interval, time, cancellation);
        }
    }
}
