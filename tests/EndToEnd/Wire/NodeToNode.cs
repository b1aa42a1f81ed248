using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using PoolTopology.Crypto.Blake2;

namespace PoolTopology.EndToEnd.Wire;

/// <summary>A small node-to-node client of our own: the witness that asks a node for its whole chain.</summary>
/// <remarks>
/// Written against the specification with another CBOR reader than the nodes', and with none of their network code.
/// It trusts nothing: block numbers rise by one, every block names the one before it by the hash of its bytes.
/// </remarks>
internal sealed class NodeToNode : IDisposable
{
    private const ushort Handshake = 0;
    private const ushort ChainSync = 2;
    private const ushort ResponderBit = 0x8000;

    // Messages of chain-sync.
    private const uint AwaitReply = 1;
    private const uint RollForward = 2;
    private const uint RollBackward = 3;
    private const uint IntersectFound = 5;

    private const int SegmentHeaderBytes = 8;
    private const uint Version = 14;

    private readonly TcpClient _socket;
    private readonly NetworkStream _stream;

    private NodeToNode(TcpClient socket)
    {
        _socket = socket;
        _stream = socket.GetStream();
    }

    /// <summary>The whole chain of a node, from its first block to the tip that it has now.</summary>
    public static async Task<IReadOnlyList<ChainBlock>> ReadChainAsync(IPEndPoint node, uint magic)
    {
        using CancellationTokenSource limit = new(Support.Limits.Event);
        using NodeToNode client = await ConnectAsync(node, magic, limit.Token);
        return await client.FollowToTipAsync(limit.Token);
    }

    /// <summary>Connects and shakes hands.</summary>
    public static async Task<NodeToNode> ConnectAsync(IPEndPoint node, uint magic, CancellationToken cancellation)
    {
        TcpClient socket = new() { NoDelay = true };
        try
        {
            await socket.ConnectAsync(node, cancellation);
            NodeToNode client = new(socket);
            await client.ShakeHandsAsync(magic, cancellation);
            return client;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The chain of the node from its first block on, and then every block that it adopts.</summary>
    /// <remarks>
    /// For a chain that grows only: a roll back is an error, and so is a block that does not follow the one before it.
    /// </remarks>
    /// <returns>Each block, and whether it was the node's tip when it was announced.</returns>
    public async IAsyncEnumerable<(ChainBlock Block, bool IsTip)> FollowAsync(
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        // [4, [[]]]: find the intersection with the origin alone.
        await SendAsync(ChainSync, [0x82, 0x04, 0x81, 0x80], cancellation);
        Require((await NextMessageAsync(cancellation)).Tag == IntersectFound, "the origin is on every chain");
        ChainBlock? last = null;
        while (true)
        {
            await SendAsync(ChainSync, [0x81, 0x00], cancellation);
            (uint tag, ChainBlock? block, string tipHash) = await NextMessageAsync(cancellation);
            if (tag == AwaitReply)
                (tag, block, tipHash) = await NextMessageAsync(cancellation);
            if (block is null)
            {
                Require(tag == RollBackward && last is null, "the only roll back is the first one, to the origin");
                continue;
            }
            Require(block.PrevHash == last?.Hash, $"{block} follows {last}");
            Require(last is null || block.BlockNo == last.BlockNo + 1, "block numbers rise by one");
            last = block;
            yield return (block, block.Hash == tipHash);
        }
    }

    /// <summary>Sends one segment of a protocol.</summary>
    public async Task SendAsync(ushort protocol, byte[] payload, CancellationToken cancellation) =>
        await _stream.WriteAsync(Segment(protocol, payload), cancellation);

    /// <summary>One segment as bytes.</summary>
    public static byte[] Segment(ushort protocol, byte[] payload)
    {
        byte[] segment = new byte[SegmentHeaderBytes + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(4), protocol);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(6), (ushort)payload.Length);
        payload.CopyTo(segment, SegmentHeaderBytes);
        return segment;
    }

    /// <summary>The handshake's first message: version 14, initiator only.</summary>
    public static byte[] ProposeVersions(uint magic)
    {
        CborWriter cbor = new();
        cbor.WriteStartArray(2);
        cbor.WriteUInt32(0);
        cbor.WriteStartMap(1);
        cbor.WriteUInt32(Version);
        cbor.WriteStartArray(4);
        cbor.WriteUInt32(magic);
        cbor.WriteBoolean(true);
        cbor.WriteUInt32(0);
        cbor.WriteBoolean(false);
        cbor.WriteEndArray();
        cbor.WriteEndMap();
        cbor.WriteEndArray();
        return cbor.Encode();
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async Task ShakeHandsAsync(uint magic, CancellationToken cancellation)
    {
        await SendAsync(Handshake, ProposeVersions(magic), cancellation);
        CborReader answer = new(await ReceiveAsync(Handshake, cancellation));
        answer.ReadStartArray();
        uint tag = answer.ReadUInt32();
        uint version = tag == 1 ? answer.ReadUInt32() : 0;
        if (version != Version)
            throw new InvalidDataException($"the handshake answered message {tag}, version {version}");
    }

    private async Task<IReadOnlyList<ChainBlock>> FollowToTipAsync(CancellationToken cancellation)
    {
        List<ChainBlock> chain = [];
        await foreach ((ChainBlock block, bool isTip) in FollowAsync(cancellation))
        {
            chain.Add(block);
            if (isTip)
                break;
        }
        return chain;
    }

    private async Task<(uint Tag, ChainBlock? Block, string TipHash)> NextMessageAsync(CancellationToken cancellation)
    {
        CborReader message = new(await ReceiveAsync(ChainSync, cancellation));
        message.ReadStartArray();
        uint tag = message.ReadUInt32();
        if (tag != RollForward)
            return (tag, null, "");
        message.ReadStartArray();
        Require(message.ReadUInt32() is >= 1 and <= 6, "a header of an era from Shelley to Conway");
        message.ReadTag();
        ChainBlock block = ReadHeader(message.ReadByteString());
        message.ReadEndArray();
        return (tag, block, ReadTipHash(message));
    }

    private static ChainBlock ReadHeader(byte[] header)
    {
        CborReader cbor = new(header);
        cbor.ReadStartArray();
        cbor.ReadStartArray();
        ulong blockNo = cbor.ReadUInt64();
        ulong slot = cbor.ReadUInt64();
        string? prevHash = null;
        if (cbor.PeekState() == CborReaderState.Null)
            cbor.ReadNull();
        else
            prevHash = Convert.ToHexStringLower(cbor.ReadByteString());
        return new ChainBlock(blockNo, slot, Convert.ToHexStringLower(Blake2b.Hash256(header)), prevHash);
    }

    // [[slot, hash], blockNo]
    private static string ReadTipHash(CborReader message)
    {
        message.ReadStartArray();
        if (message.ReadStartArray() == 0)
            return "";
        message.ReadUInt64();
        return Convert.ToHexStringLower(message.ReadByteString());
    }

    // Messages of one protocol here fit one segment each: headers are small, and we ask for one at a time.
    private async Task<byte[]> ReceiveAsync(ushort protocol, CancellationToken cancellation)
    {
        byte[] header = new byte[SegmentHeaderBytes];
        while (true)
        {
            await _stream.ReadExactlyAsync(header, cancellation);
            byte[] payload = new byte[BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(6))];
            await _stream.ReadExactlyAsync(payload, cancellation);
            if (BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(4)) == (protocol | ResponderBit))
                return payload;
        }
    }

    private static void Require(bool isTrue, string what)
    {
        if (!isTrue)
            throw new InvalidDataException($"this is not so: {what}");
    }
}
