using System.Threading.Channels;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Mux;
using PoolTopology.Network.Ports;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Network.Protocols.BlockFetch;

/// <summary>Fetches blocks from an upstream peer.</summary>
/// <remarks>
/// Requests run ahead of answers while the bytes that they ask for fit <see cref="BlockRange.SizeBytesMax"/>; blocks
/// come as fast as the peer can send, so what is not asked for is the only limit that does not cost the connection.
/// </remarks>
internal sealed class BlockFetchInitiator(MuxChannel channel, TimeProvider time, Random random)
{
    private readonly ProtocolRunner<BlockFetchState, BlockFetchMessage> _runner =
        new(BlockFetchSpec.Table, BlockFetchCodec.Instance, ProtocolRole.Initiator, channel, time, random);

    private readonly Channel<FetchJob> _jobs = Channel.CreateBounded<FetchJob>(
        new BoundedChannelOptions(BlockRange.RangesInFlightMax)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
        });

    private readonly Queue<FetchJob> _inFlight = new();
    private long _bytesInFlight;

    /// <summary>Asks for a range; safe for several callers at once.</summary>
    public async ValueTask<FetchOutcome> FetchAsync(
        BlockRange range,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> onBlock,
        CancellationToken cancellation)
    {
        bool isBounded = range.BlockCount > 0 && range.SizeBytes is > 0 and <= BlockRange.SizeBytesMax;
        Invariant.Require(isBounded, "a range of blocks is within its limits");
        FetchJob job = new(range, onBlock, cancellation);
        try
        {
            await _jobs.Writer.WriteAsync(job, cancellation);
        }
        catch (ChannelClosedException)
        {
            return FetchOutcome.PeerGone;
        }
        return await Relay.Of(job.Outcome).WaitAsync(cancellation);
    }

    /// <summary>Runs until asked to stop, then takes what is outstanding and ends the protocol.</summary>
    public async Task RunAsync(Task stopping, CancellationToken cancellation)
    {
        // One for all waits: what WhenAny leaves behind it takes back, a wrapper for each wait would stay.
        Task stopped = Relay.Of(stopping);
        try
        {
            while (await RequestAsync(stopped, cancellation))
                await TakeBatchAsync(_inFlight.Peek(), stopped, cancellation);
            await _runner.SendAsync(new BlockFetchMessage.ClientDone(), cancellation);
        }
        finally
        {
            Abandon();
        }
    }

    /// <summary>Sends what fits; waits for a job when nothing is in flight. False when the protocol should
    /// end.</summary>
    private async ValueTask<bool> RequestAsync(Task stopped, CancellationToken cancellation)
    {
        if (_inFlight.Count == 0)
        {
            // A wait that is left behind ends with the queue.
            await Task.WhenAny(Relay.Of(_jobs.Reader.WaitToReadAsync(cancellation)), stopped);
            cancellation.ThrowIfCancellationRequested();
        }
        while (!stopped.IsCompleted && _inFlight.Count < BlockRange.RangesInFlightMax
            && _jobs.Reader.TryPeek(out FetchJob? next)
            && (_inFlight.Count == 0 || _bytesInFlight + next.Range.SizeBytes <= BlockRange.SizeBytesMax)
            && _jobs.Reader.TryRead(out FetchJob? job))
        {
            _inFlight.Enqueue(job);
            _bytesInFlight += job.Range.SizeBytes;
            BlockFetchMessage.RequestRange request = new(job.Range.First, job.Range.Last);
            await _runner.PipelineAsync(request, cancellation);
        }
        await _runner.FlushAsync(cancellation);
        return _inFlight.Count > 0;
    }

    private async ValueTask TakeBatchAsync(FetchJob job, Task stopped, CancellationToken cancellation)
    {
        while (true)
        {
            switch (await _runner.ReceiveAsync(cancellation))
            {
                case BlockFetchMessage.StartBatch:
                    break;
                case BlockFetchMessage.Block block when job.Received < job.Range.BlockCount:
                    await AcceptAsync(job, block, cancellation);
                    // The pipe stays full while a batch streams in.
                    await RequestAsync(stopped, cancellation);
                    break;
                case BlockFetchMessage.Block:
                    throw WrongCount(job, job.Received + 1);
                case BlockFetchMessage.BatchDone when job.Received == job.Range.BlockCount:
                    Finish(FetchOutcome.Completed);
                    return;
                case BlockFetchMessage.BatchDone:
                    throw WrongCount(job, job.Received);
                default:
                    Finish(FetchOutcome.NoBlocks);
                    return;
            }
        }
    }

    private async ValueTask AcceptAsync(FetchJob job, BlockFetchMessage.Block block, CancellationToken cancellation)
    {
        try
        {
            await job.AcceptAsync(block.Stored, cancellation);
        }
        catch (CborException malformed)
        {
            throw _runner.Malformed(BlockFetchState.Streaming, malformed);
        }
    }

    private ConnectionFaultException WrongCount(FetchJob job, int received) =>
        _runner.Violation(new ProtocolViolation.WrongBlockCount(job.Range.BlockCount, received));

    private void Finish(FetchOutcome outcome)
    {
        FetchJob job = _inFlight.Dequeue();
        _bytesInFlight -= job.Range.SizeBytes;
        job.Complete(outcome);
    }

    /// <summary>Tells everyone who waits that the peer is gone.</summary>
    public void Abandon()
    {
        _jobs.Writer.TryComplete();
        while (_inFlight.TryDequeue(out FetchJob? job))
            job.Complete(FetchOutcome.PeerGone);
        while (_jobs.Reader.TryRead(out FetchJob? job))
            job.Complete(FetchOutcome.PeerGone);
    }
}
