using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using PoolTopology.Network.Bearer;

namespace PoolTopology.Simulation;

/// <summary>Carries bytes between the caller's end of a connection and the rest of the network, until it is cut.</summary>
/// <remarks>A cut looks to both ends as if the other had closed: bytes under way are lost.</remarks>
internal sealed class SimulatedWire
{
    private readonly InMemoryBearer _socket;
    private readonly IBearer _far;
    private readonly Task _carrying;
    private bool _isCut;

    public SimulatedWire(IPAddress a, IPAddress b, IBearer far)
    {
        (A, B, _far) = (a, b, far);
        (InMemoryBearer near, _socket) = InMemoryBearer.CreatePair(far.LocalEndPoint, far.RemoteEndPoint);
        Near = near;
        _carrying = CarryBothAsync();
    }

    public IPAddress A { get; }

    public IPAddress B { get; }

    public IBearer Near { get; }

    public bool IsOver => _carrying.IsCompleted;

    public void Cut()
    {
        _isCut = true;
        _socket.Input.CancelPendingRead();
        _far.Input.CancelPendingRead();
    }

    private async Task CarryBothAsync()
    {
        Task there = CarryAsync(_socket.Input, _far.Output);
        await CarryAsync(_far.Input, _socket.Output);
        await there;
        await _far.DisposeAsync();
    }

    private async Task CarryAsync(PipeReader from, PipeWriter to)
    {
        while (!_isCut)
        {
            ReadResult read = await from.ReadAsync();
            foreach (ReadOnlyMemory<byte> part in read.Buffer)
                to.Write(part.Span);
            from.AdvanceTo(read.Buffer.End);
            if (_isCut)
                break;
            FlushResult flushed = await to.FlushAsync();
            if (read.IsCompleted || flushed.IsCompleted)
                break;
        }
        await from.CompleteAsync();
        await to.CompleteAsync();
    }
}
