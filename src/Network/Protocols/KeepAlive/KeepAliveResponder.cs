using PoolTopology.Network.Mux;
using PoolTopology.Network.Protocols.Machine;

namespace PoolTopology.Network.Protocols.KeepAlive;

/// <summary>Answers a peer that asks whether we are there.</summary>
internal sealed class KeepAliveResponder(MuxChannel channel, TimeProvider time, Random random)
{
    private readonly ProtocolRunner<KeepAliveState, KeepAliveMessage> _runner =
        new(KeepAliveSpec.Table, KeepAliveCodec.Instance, ProtocolRole.Responder, channel, time, random);

    /// <summary>Runs until the peer ends the protocol.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (await _runner.ReceiveAsync(cancellation) is KeepAliveMessage.KeepAlive ask)
            await _runner.SendAsync(new KeepAliveMessage.Response(ask.Cookie), cancellation);
    }
}
