using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using PoolTopology.Ledger.Eras;
using PoolTopology.Network.Protocols;
using PoolTopology.Network.Protocols.BlockFetch;
using PoolTopology.Network.Protocols.ChainSync;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Micro.Serving;

/// <summary>How fast a running node serves its chain to one client: headers by chain-sync, ranges by block-fetch.</summary>
/// <remarks>
/// <c>dotnet run -c Release --project bench/Micro -- serving ADDRESS:PORT MAGIC [GIGABYTES]</c>. The client keeps as many
/// requests under way as the protocol's own limits allow an honest node: 300 headers, 100 ranges.
/// </remarks>
internal static class ServingBenchmark
{
    private const int HeaderRequestsMax = ChainSyncSpec.PipelineHighMark;
    private const int RangeBlocks = 100;
    private const int RangesMax = 100;

    private static readonly byte[] RequestNext = ChainSyncCodec.Instance.Encode(ChainSyncMessage.RequestNext.Instance);

    public static void Run(TextWriter output, IPEndPoint server, NetworkMagic magic, double gigabytes)
    {
        List<Point> points = [];
        for (int round = 0; round < 4; round++)
        {
            points.Clear();
            using WireClient client = WireClient.Connect(server, magic);
            long began = Stopwatch.GetTimestamp();
            ImmutableArray<byte[]> headers = TakeHeaders(client);
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"chain-sync   {headers.Length} headers, {client.TakenBytes / 1e6:F1} MB: {headers.Length / seconds:F0} headers/s"));
            foreach (byte[] header in headers)
                points.Add(PointOf(header));
        }
        long most = (long)(gigabytes * 1e9);
        for (int round = 0; round < 3; round++)
        {
            using WireClient client = WireClient.Connect(server, magic);
            long began = Stopwatch.GetTimestamp();
            long blocks = TakeBlocks(client, points, most);
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"block-fetch  {blocks} blocks, {client.TakenBytes / 1e6:F0} MB: {blocks / seconds:F0} blocks/s, {client.TakenBytes / seconds / 1e6:F0} MB/s"));
        }
    }

    private static ImmutableArray<byte[]> TakeHeaders(WireClient client)
    {
        ImmutableArray<byte[]>.Builder headers = ImmutableArray.CreateBuilder<byte[]>();
        client.Send(MiniProtocol.ChainSync, ChainSyncCodec.Instance.Encode(new ChainSyncMessage.FindIntersect([Point.Origin])));
        client.Take(MiniProtocol.ChainSync);
        int outstanding = 0;
        while (true)
        {
            if (outstanding <= ChainSyncSpec.PipelineLowMark)
            {
                client.Send(MiniProtocol.ChainSync, Repeat(RequestNext, HeaderRequestsMax - outstanding));
                outstanding = HeaderRequestsMax;
            }
            ReadOnlySpan<byte> message = client.Take(MiniProtocol.ChainSync);
            outstanding--;
            switch (message[1])
            {
                case 1:
                    return headers.ToImmutable();
                case 2:
                    headers.Add(message.ToArray());
                    break;
                default:
                    break;
            }
        }
    }

    private static Point PointOf(byte[] rollForward)
    {
        ChainSyncMessage.RollForward message = (ChainSyncMessage.RollForward)ChainSyncCodec.Instance.Decode(rollForward);
        return BlockWrapping.ReadHeader(message.Header).Point;
    }

    // The whole chain again and again, in ranges, until enough bytes have come.
    private static long TakeBlocks(WireClient client, List<Point> points, long bytesWanted)
    {
        int next = 0;
        int outstanding = 0;
        long blocks = 0;
        while (true)
        {
            while (outstanding < RangesMax && client.TakenBytes < bytesWanted)
            {
                int last = Math.Min(next + RangeBlocks, points.Count) - 1;
                client.Send(MiniProtocol.BlockFetch, BlockFetchCodec.Instance.Encode(
                    new BlockFetchMessage.RequestRange(points[next], points[last])));
                next = last + 1 == points.Count ? 0 : last + 1;
                outstanding++;
            }
            if (outstanding == 0)
                return blocks;
            switch (client.Take(MiniProtocol.BlockFetch)[1])
            {
                case 3:
                    throw new InvalidOperationException("the server does not have the range");
                case 4:
                    blocks++;
                    break;
                case 5:
                    outstanding--;
                    break;
                default:
                    break;
            }
        }
    }

    private static byte[] Repeat(byte[] message, int count)
    {
        byte[] messages = new byte[message.Length * count];
        for (int i = 0; i < count; i++)
            message.CopyTo(messages, i * message.Length);
        return messages;
    }
}
