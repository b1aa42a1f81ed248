using System.Threading.Channels;
using PoolTopology.Consensus.Eras;
using PoolTopology.Ledger.Types;
using PoolTopology.Node.Composition;
using PoolTopology.Node.Supervision;
using PoolTopology.Node.Work;
using PoolTopology.Storage.ChainDb;

namespace PoolTopology.Node.Pipeline;

/// <summary>The only writer of the chain database: takes blocks in, whoever brings them, those at hand together.</summary>
/// <remarks>
/// Bound: <see cref="QueueBlocksMax"/> blocks wait; a further one waits at its sender, which holds the peer back.
/// At the tip every adopted block is on the device before anybody hears of it. A block older than
/// <see cref="FreshFor"/> is being caught up on: it waits for the device with its file, and what a power loss takes
/// back is fetched again.
/// </remarks>
internal sealed class ChainStage(
    ChainDatabase chain, PipelineSignals signals, IChainListener listener, IWorkers workers, SlotClock clock, TimeProvider time)
{
    /// <summary>Blocks that may wait to be added.</summary>
    public const int QueueBlocksMax = 256;

    /// <summary>Blocks that are added together: enough for full lanes, few enough that readers see the chain move.</summary>
    public const int BatchBlocksMax = 128;

    /// <summary>How old a block may be and still count as news.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(10);

    private readonly Channel<Request> _requests = Channel.CreateBounded<Request>(
        new BoundedChannelOptions(QueueBlocksMax) { SingleReader = true });

    private long _turns;
    private volatile bool _isBusy;

    /// <summary>Where the loop is; from any thread.</summary>
    public LoopReading Look() => new(Interlocked.Read(ref _turns), _isBusy || _requests.Reader.Count > 0);

    /// <summary>Adds a block and says what became of it.</summary>
    /// <param name="storedBytes">The block, <c>[eraTag, block]</c>; given up by the caller.</param>
    /// <param name="cancellation">Gives up waiting; the block may still be added.</param>
    public async Task<AddBlockResult> AddAsync(ReadOnlyMemory<byte> storedBytes, CancellationToken cancellation)
    {
        TaskCompletionSource<AddBlockResult> added = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Request request = new(Block.Decode(storedBytes), added.SetResult, added.SetException);
        await _requests.Writer.WriteAsync(request, cancellation);
        return await Relay.Of(added.Task).WaitAsync(cancellation);
    }

    /// <summary>Hands a block over, waiting only for room.</summary>
    /// <param name="block">The block.</param>
    /// <param name="onAdded">Hears what became of it, on the stage's task; never called when the stage fails.</param>
    /// <param name="cancellation">Gives up waiting for room.</param>
    public ValueTask HandOverAsync(Block block, Action<AddBlockResult> onAdded, CancellationToken cancellation) =>
        _requests.Writer.WriteAsync(new Request(block, onAdded, static _ => { }), cancellation);

    /// <summary>Adds blocks until cancelled. A failure of the database ends the stage, and with it the node.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        List<Request> batch = new(BatchBlocksMax);
        // Not ReadAllAsync: it leaves the simulated scheduler.
        while (await _requests.Reader.WaitToReadAsync(cancellation))
        {
            _isBusy = true;
            while (batch.Count < BatchBlocksMax && _requests.Reader.TryRead(out Request? request))
                batch.Add(request);
            await AddAsync(batch);
            batch.Clear();
            _isBusy = false;
            Interlocked.Increment(ref _turns);
        }
    }

    private async Task AddAsync(List<Request> batch)
    {
        IReadOnlyList<AddBlockResult> results;
        try
        {
            results = await workers.RunAsync(() =>
            {
                chain.Durability = time.GetUtcNow() - clock.StartOf(batch[^1].Block.Header.Slot) < FreshFor
                    ? WriteDurability.EachAdoption
                    : WriteDurability.Relaxed;
                return chain.AddBlocks(batch.ConvertAll(request => request.Block));
            });
        }
        catch (Exception failure)
        {
            foreach (Request request in batch)
                request.OnFailed(failure);
            throw;
        }
        foreach (AddBlockResult.Adopted adopted in Adoptions(results))
        {
            listener.Adopted(adopted);
            signals.OurChainChanged();
        }
        for (int i = 0; i < results.Count; i++)
            batch[i].OnAdded(results[i]);
    }

    // Blocks that followed one another are one change of the chain.
    private static List<AddBlockResult.Adopted> Adoptions(IReadOnlyList<AddBlockResult> results)
    {
        List<AddBlockResult.Adopted> changes = [];
        List<BlockHeader> added = [];
        foreach (AddBlockResult.Adopted adopted in results.OfType<AddBlockResult.Adopted>())
        {
            if (changes.Count > 0 && adopted.RolledBack.Count == 0)
            {
                added.AddRange(adopted.Added);
                changes[^1] = changes[^1] with { NewTip = adopted.NewTip };
                continue;
            }
            added = [.. adopted.Added];
            changes.Add(adopted with { Added = added });
        }
        return changes;
    }

    private sealed record Request(Block Block, Action<AddBlockResult> OnAdded, Action<Exception> OnFailed);
}
