using PoolTopology.Network.Ports;

namespace PoolTopology.Network.Protocols.BlockFetch;

/// <summary>One range that somebody waits for.</summary>
internal sealed class FetchJob(
    BlockRange range, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> onBlock, CancellationToken caller)
{
    private readonly TaskCompletionSource<FetchOutcome> _outcome =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BlockRange Range => range;

    public int Received { get; private set; }

    public Task<FetchOutcome> Outcome => _outcome.Task;

    /// <summary>Hands a block over, unless the caller has lost interest.</summary>
    public async ValueTask AcceptAsync(ReadOnlyMemory<byte> block, CancellationToken cancellation)
    {
        Received++;
        if (caller.IsCancellationRequested)
            return;
        try
        {
            await onBlock(block, cancellation);
        }
        catch (OperationCanceledException) when (caller.IsCancellationRequested)
        {
            // The rest of the batch still arrives and is dropped above.
        }
    }

    public void Complete(FetchOutcome outcome) => _outcome.TrySetResult(outcome);
}
