using PoolTopology.Network.Connections;
using PoolTopology.Network.Ports;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Network.Tests.Fakes;

/// <summary>Follows upstream peers: keeps the headers of each, and fetches the blocks.</summary>
internal sealed class ChainTaker : IUpstreamSource
{
    private readonly Lock _gate = new();
    private readonly List<Handler> _handlers = [];

    public bool IsFetching { get; init; } = true;

    public IReadOnlyList<Handler> Handlers
    {
        get
        {
            lock (_gate)
                return [.. _handlers];
        }
    }

    /// <summary>Handlers that are not closed.</summary>
    public IReadOnlyList<Handler> Open => [.. Handlers.Where(handler => handler.Reason is null)];

    IChainSyncHandler IUpstreamSource.Open(IUpstreamPeer peer)
    {
        Handler handler = new(peer, IsFetching);
        lock (_gate)
            _handlers.Add(handler);
        return handler;
    }

    internal sealed class Handler(IUpstreamPeer peer, bool isFetching) : IChainSyncHandler
    {
        private readonly List<Point> _headers = [];
        private readonly List<Point> _bodies = [];

        public IUpstreamPeer Peer => peer;

        public IReadOnlyList<Point> Headers => _headers;

        public IReadOnlyList<Point> Bodies => _bodies;

        public int RollBackwards { get; private set; }

        public int Awaits { get; private set; }

        public int Pauses { get; private set; }

        public CloseReason? Reason { get; private set; }

        public Point? Intersection { get; private set; }

        public BlockNo Height => new(_headers.Count == 0 ? 0 : (ulong)_headers.Count - 1);

        public ValueTask<IReadOnlyList<Point>> IntersectionPointsAsync(CancellationToken cancellation) =>
            ValueTask.FromResult<IReadOnlyList<Point>>([Point.Origin]);

        public ValueTask IntersectionFoundAsync(Point point, Tip tip, CancellationToken cancellation)
        {
            Intersection = point;
            return ValueTask.CompletedTask;
        }

        public async ValueTask RollForwardAsync(ReadOnlyMemory<byte> header, Tip tip, CancellationToken cancellation)
        {
            (Point point, _) = ScriptedBlock.ReadHeader(header);
            _headers.Add(point);
            if (!isFetching)
                return;
            FetchOutcome outcome = await peer.FetchAsync(
                new BlockRange(point, point, 1, 1_000),
                (block, _) =>
                {
                    _bodies.Add(ScriptedBlock.ReadStored(block));
                    return ValueTask.CompletedTask;
                },
                cancellation);
            if (outcome == FetchOutcome.NoBlocks)
                _bodies.Add(Point.Origin);
        }

        public ValueTask RollBackwardAsync(Point point, Tip tip, CancellationToken cancellation)
        {
            RollBackwards++;
            int kept = point.IsOrigin ? 0 : _headers.IndexOf(point) + 1;
            _headers.RemoveRange(kept, _headers.Count - kept);
            return ValueTask.CompletedTask;
        }

        public ValueTask AwaitReplyAsync(CancellationToken cancellation)
        {
            Awaits++;
            return ValueTask.CompletedTask;
        }

        public ValueTask PauseAsync(CancellationToken cancellation)
        {
            Pauses++;
            return ValueTask.CompletedTask;
        }

        public void Closed(CloseReason reason) => Reason = reason;
    }
}
