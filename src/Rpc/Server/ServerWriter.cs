using Google.Protobuf;
using PoolTopology.Rpc.Calls;

namespace PoolTopology.Rpc.Server;

/// <summary>Sends the responses of one streaming call, one at a time.</summary>
internal sealed class ServerWriter<TMessage>(ServerCall call) : IRpcWriter<TMessage>
    where TMessage : class, IMessage<TMessage>
{
    private readonly WriteTurn _turn = new();

    public async ValueTask WriteAsync(TMessage message, CancellationToken cancellation)
    {
        await _turn.EnterAsync(cancellation);
        try
        {
            await call.WriteAsync(message);
        }
        finally
        {
            _turn.Leave();
        }
    }
}
