using System.Threading.Channels;
using PoolTopology.Node.Composition;
using PoolTopology.Storage.ChainDb;

namespace PoolTopology.Node.Pipeline;

/// <summary>The only writer of the chain database: takes blocks in, one at a time, whoever brings them.</summary>
/// <remarks>
/// Bound: <see cref="QueueBlocksMax"/> blocks wait; a further one waits at its sender, which holds the peer back.
/// </remarks>
internal sealed class ChainStage(ChainDatabase chain, PipelineSignals signals, IChainListener listener)
{
    /// <summary>Blocks that may wait to be added.</summary>
    public const int QueueBlocksMax = 64;

    private readonly Channel<Request> _requests = Channel.CreateBounded<Request>(
        new BoundedChannelOptions(QueueBlocksMax) { SingleReader = true });

    /// <summary>Adds a block and says what became of it.</summary>
    /// <param name="storedBytes">The block, <c>[eraTag, block]</c>; given up by the caller.</param>
    /// <param name="cancellation">Gives up waiting; the block may still be added.</param>
    public async Task<AddBlockResult> AddAsync(ReadOnlyMemory<byte> storedBytes, CancellationToken cancellation)
    {
        Request request = new(storedBytes, new TaskCompletionSource<AddBlockResult>(TaskCreationOptions.RunContinuationsAsynchronously));
        await _requests.Writer.WriteAsync(request, cancellation);
        return await Relay.Of(request.Result.Task).WaitAsync(cancellation);
    }

    /// <summary>Adds blocks until cancelled. A failure of the database ends the stage, and with it the node.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        // Not ReadAllAsync: it leaves the simulated scheduler.
        while (await _requests.Reader.WaitToReadAsync(cancellation))
        {
            while (_requests.Reader.TryRead(out Request? request))
                Add(request);
        }
    }

    private void Add(Request request)
    {
        AddBlockResult result;
        try
        {
            result = chain.AddBlock(request.StoredBytes);
        }
        catch (Exception failure)
        {
            request.Result.SetException(failure);
            throw;
        }
        if (result is AddBlockResult.Adopted adopted)
        {
            listener.Adopted(adopted);
            signals.OurChainChanged();
        }
        request.Result.SetResult(result);
    }

    private sealed record Request(ReadOnlyMemory<byte> StoredBytes, TaskCompletionSource<AddBlockResult> Result);
}
