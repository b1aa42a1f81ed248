using PoolTopology.Network.Mux;
using PoolTopology.Network.Ports;
using PoolTopology.Network.Protocols.Machine;

namespace PoolTopology.Network.Protocols.BlockFetch;

/// <summary>Serves our blocks to a downstream peer.</summary>
internal sealed class BlockFetchResponder(
    MuxChannel channel, IBlockRangeSource source, TimeProvider time, Random random)
{
    private readonly ProtocolRunner<BlockFetchState, BlockFetchMessage> _runner =
        new(BlockFetchSpec.Table, BlockFetchCodec.Instance, ProtocolRole.Responder, channel, time, random);

    /// <summary>Runs until the peer ends the protocol.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (await _runner.ReceiveAsync(cancellation) is BlockFetchMessage.RequestRange request)
        {
            IAsyncEnumerable<ReadOnlyMemory<byte>>? blocks =
                request.First.IsBlock && request.Last.IsBlock ? source.TryStream(request.First, request.Last) : null;
            if (blocks is null)
            {
                await _runner.WriteAsync(new BlockFetchMessage.NoBlocks(), cancellation);
                continue;
            }
            await _runner.WriteAsync(new BlockFetchMessage.StartBatch(), cancellation);
            await foreach (ReadOnlyMemory<byte> block in blocks.WithCancellation(cancellation))
                await _runner.WriteAsync(new BlockFetchMessage.Block(block), cancellation);
            await _runner.WriteAsync(new BlockFetchMessage.BatchDone(), cancellation);
        }
    }
}
