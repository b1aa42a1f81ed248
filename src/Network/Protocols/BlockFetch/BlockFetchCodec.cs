using System.Buffers;
using PoolTopology.Network.Protocols.Machine;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Protocols.BlockFetch;

/// <summary>Block-fetch's messages in CBOR.</summary>
internal sealed class BlockFetchCodec : MessageCodec<BlockFetchMessage>
{
    /// <summary>CBOR in CBOR.</summary>
    private const ulong EncodedItemTag = 24;

    public static BlockFetchCodec Instance { get; } = new();

    public override void Encode(BlockFetchMessage message, IBufferWriter<byte> output)
    {
        switch (message)
        {
            case BlockFetchMessage.RequestRange request:
                CborWriter range = Begin(output, 3, 0);
                range.WritePoint(request.First);
                range.WritePoint(request.Last);
                break;
            case BlockFetchMessage.ClientDone:
                Begin(output, 1, 1);
                break;
            case BlockFetchMessage.StartBatch:
                Begin(output, 1, 2);
                break;
            case BlockFetchMessage.NoBlocks:
                Begin(output, 1, 3);
                break;
            case BlockFetchMessage.Block block:
                CborWriter wrapped = Begin(output, 2, 4);
                wrapped.WriteTag(EncodedItemTag);
                wrapped.WriteBytes(block.Stored.Span);
                break;
            case BlockFetchMessage.BatchDone:
                Begin(output, 1, 5);
                break;
            default:
                throw new InvariantException("block-fetch has no message " + message.GetType().Name);
        }
    }

    protected override BlockFetchMessage? DecodeBody(
        ref CborReader reader, ReadOnlyMemory<byte> bytes, ulong tag, int count) =>
        (tag, count) switch
        {
            (0, 3) => new BlockFetchMessage.RequestRange(reader.ReadPoint(), reader.ReadPoint()),
            (1, 1) => new BlockFetchMessage.ClientDone(),
            (2, 1) => new BlockFetchMessage.StartBatch(),
            (3, 1) => new BlockFetchMessage.NoBlocks(),
            (4, 2) => new BlockFetchMessage.Block(ReadWrapped(ref reader, bytes)),
            (5, 1) => new BlockFetchMessage.BatchDone(),
            _ => null,
        };

    private static ReadOnlyMemory<byte> ReadWrapped(ref CborReader reader, ReadOnlyMemory<byte> bytes)
    {
        reader.ReadTag(EncodedItemTag);
        int length = reader.ReadBytes().Length;
        return bytes.Slice(reader.Position - length, length);
    }
}
