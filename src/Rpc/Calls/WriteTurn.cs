using System.Threading.Channels;

namespace PoolTopology.Rpc.Calls;

/// <summary>Lets one writer at a time onto a stream; the others wait in order.</summary>
/// <remarks>A channel with one token, not a SemaphoreSlim: nothing to dispose while writers may still wait.</remarks>
internal sealed class WriteTurn
{
    private readonly Channel<bool> _token = Channel.CreateBounded<bool>(1);

    public WriteTurn() => Leave();

    public async ValueTask EnterAsync(CancellationToken cancellation) => await _token.Reader.ReadAsync(cancellation);

    public void Leave() => _token.Writer.TryWrite(true);
}
