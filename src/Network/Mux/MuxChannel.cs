using PoolTopology.Network.Protocols;

namespace PoolTopology.Network.Mux;

/// <summary>One protocol in one direction: what our side of it reads and writes.</summary>
internal sealed class MuxChannel(MiniProtocol protocol, IngressQueue ingress, EgressQueue egress)
{
    public MiniProtocol Protocol => protocol;

    public IngressQueue Ingress => ingress;

    public ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) =>
        egress.SendAsync(message, cancellation);
}
