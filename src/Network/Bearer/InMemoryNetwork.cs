using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using PoolTopology.Primitives;

namespace PoolTopology.Network.Bearer;

/// <summary>A network in memory, for simulations: addresses, listeners, delays, random cuts.</summary>
/// <remarks>
/// Behaves like TCP where the protocols could tell: a pair of addresses has one connection at a time, an address that
/// nobody listens on refuses, closing an end ends the other's reading.
/// </remarks>
public sealed class InMemoryNetwork : ITransport
{
    private const int Backlog = 512;
    private const int FirstEphemeralPort = 49_152;

    private readonly InMemoryNetworkOptions _options;
    private readonly IPAddress _host;
    private readonly SharedState _shared;

    /// <summary>A network seen from one host.</summary>
    public InMemoryNetwork(InMemoryNetworkOptions options, IPAddress host)
        : this(options, host, new SharedState())
    {
    }

    private InMemoryNetwork(InMemoryNetworkOptions options, IPAddress host, SharedState shared)
    {
        _options = options;
        _host = host;
        _shared = shared;
    }

    /// <summary>The same network seen from another host.</summary>
    public InMemoryNetwork On(IPAddress host) => new(_options, host, _shared);

    /// <inheritdoc/>
    public IListener Listen(IPEndPoint local)
    {
        ArgumentNullException.ThrowIfNull(local);
        lock (_shared.Gate)
        {
            InMemoryListener listener = new(local, _shared);
            if (!_shared.Listeners.TryAdd(local, listener))
                throw new SocketException((int)SocketError.AddressAlreadyInUse);
            return listener;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IBearer> ConnectAsync(IPEndPoint remote, IPEndPoint? local, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(remote);
        await Task.Delay(_options.Delay, _options.Time, cancellation);
        IPEndPoint from = local ?? new IPEndPoint(_host, NextPort());
        InMemoryListener? listener;
        lock (_shared.Gate)
        {
            if (!_shared.Pairs.Add((from, remote)) || !_shared.Pairs.Add((remote, from)))
                throw new SocketException((int)SocketError.AddressNotAvailable);
            listener = _shared.Listeners.GetValueOrDefault(remote);
        }
        (IBearer caller, IBearer called) = CreateEnds(from, remote);
        if (listener is not null && listener.TryAdd(called))
            return caller;
        await caller.DisposeAsync();
        throw new SocketException((int)SocketError.ConnectionRefused);
    }

    private int NextPort()
    {
        lock (_shared.Gate)
            return FirstEphemeralPort + (_shared.PortsGiven++ % (ushort.MaxValue - FirstEphemeralPort));
    }

    private (IBearer Caller, IBearer Called) CreateEnds(IPEndPoint from, IPEndPoint to)
    {
        (InMemoryBearer near, InMemoryBearer nearWire) = InMemoryBearer.CreatePair(from, to);
        (InMemoryBearer farWire, InMemoryBearer far) = InMemoryBearer.CreatePair(from, to);
        // Each direction is carried by its own task, which ends when an end is closed.
        Task there = CarryAsync(nearWire.Input, farWire.Output);
        Task back = CarryAsync(farWire.Input, nearWire.Output);
        return (new CarriedBearer(near, _shared, [there, back]), new CarriedBearer(far, _shared, [there, back]));
    }

    private async Task CarryAsync(PipeReader from, PipeWriter to)
    {
        while (true)
        {
            ReadResult result = await from.ReadAsync();
            ReadOnlySequence<byte> waiting = result.Buffer;
            if (_options.Delay > TimeSpan.Zero)
                await Task.Delay(_options.Delay, _options.Time);
            ReadOnlySequence<byte> piece = waiting.Slice(0, Math.Min(waiting.Length, NextPieceBytes()));
            foreach (ReadOnlyMemory<byte> part in piece)
                to.Write(part.Span);
            FlushResult flushed = piece.IsEmpty ? default : await to.FlushAsync();
            from.AdvanceTo(piece.End);
            if (flushed.IsCompleted || (result.IsCompleted && piece.Length == waiting.Length))
                break;
        }
        await from.CompleteAsync();
        await to.CompleteAsync();
    }

    private long NextPieceBytes()
    {
        if (_options.Random is not Random random)
            return long.MaxValue;
        lock (random)
            return random.Next(1, _options.PieceBytesMax + 1);
    }

    internal sealed class SharedState
    {
        public Lock Gate { get; } = new();

        public Dictionary<IPEndPoint, InMemoryListener> Listeners { get; } = [];

        public HashSet<(IPEndPoint Local, IPEndPoint Remote)> Pairs { get; } = [];

        public int PortsGiven { get; set; }
    }

    internal sealed class InMemoryListener(IPEndPoint local, SharedState shared) : IListener
    {
        private readonly Channel<IBearer> _waiting = Channel.CreateBounded<IBearer>(Backlog);

        public IPEndPoint LocalEndPoint => local;

        public bool TryAdd(IBearer bearer) => _waiting.Writer.TryWrite(bearer);

        public async ValueTask<IBearer> AcceptAsync(CancellationToken cancellation)
        {
            try
            {
                return await _waiting.Reader.ReadAsync(cancellation);
            }
            catch (ChannelClosedException)
            {
                throw new SocketException((int)SocketError.OperationAborted);
            }
        }

        public async ValueTask DisposeAsync()
        {
            lock (shared.Gate)
                shared.Listeners.Remove(local);
            _waiting.Writer.TryComplete();
            while (_waiting.Reader.TryRead(out IBearer? bearer))
                await bearer.DisposeAsync();
        }
    }

    private sealed class CarriedBearer(InMemoryBearer end, SharedState shared, Task[] carriers) : IBearer
    {
        public PipeReader Input => end.Input;

        public PipeWriter Output => end.Output;

        public IPEndPoint LocalEndPoint => end.LocalEndPoint;

        public IPEndPoint RemoteEndPoint => end.RemoteEndPoint;

        public async ValueTask DisposeAsync()
        {
            await end.DisposeAsync();
            lock (shared.Gate)
            {
                shared.Pairs.Remove((LocalEndPoint, RemoteEndPoint));
                shared.Pairs.Remove((RemoteEndPoint, LocalEndPoint));
            }
            // A carrier ends by itself once both ends are closed; one that failed would have lost bytes in silence.
            bool isAnyFaulted = carriers.Any(carrier => carrier.IsFaulted);
            Invariant.Require(!isAnyFaulted, "bytes in memory are carried without failure");
        }
    }
}
