using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Framing;

namespace PoolTopology.Rpc.Client;

/// <summary>The request body of a call with many requests: open until it is completed or the call ends.</summary>
/// <remarks>
/// HTTP asks the content to write itself into a stream; here the stream is handed to the writers instead, and the
/// content counts as written once they are done.
/// </remarks>
internal sealed class RequestStream<TRequest> : HttpContent
    where TRequest : class, IMessage<TRequest>
{
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WriteTurn _turn = new();
    private readonly ArrayBufferWriter<byte> _frame = new();
    private readonly int _maxMessageBytes;
    private bool _isCompleted;

    public RequestStream(int maxMessageBytes)
    {
        _maxMessageBytes = maxMessageBytes;
        Headers.ContentType = new MediaTypeHeaderValue(HeaderNames.ContentType);
    }

    /// <summary>Sends one request; waits for the connection and for room in the server's window.</summary>
    public async ValueTask WriteAsync(TRequest request, CancellationToken cancellation)
    {
        await _turn.EnterAsync(cancellation);
        try
        {
            if (_isCompleted)
                throw new InvalidOperationException("the request stream has been completed");
            Stream stream = await _stream.Task.WaitAsync(cancellation);
            _frame.ResetWrittenCount();
            Frame.Write(_frame, request, _maxMessageBytes);
            await WriteFrameAsync(stream, cancellation);
        }
        finally
        {
            _turn.Leave();
        }
    }

    /// <summary>Ends the request half after the writes that are under way. Idempotent.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellation)
    {
        await _turn.EnterAsync(cancellation);
        _isCompleted = true;
        _completed.TrySetResult();
        _turn.Leave();
    }

    /// <summary>The call ended: writers that wait for its stream fail with this.</summary>
    public void Abort(Exception failure)
    {
        if (_stream.TrySetException(failure))
            _ = _stream.Task.Exception; // Observed here: nobody may be waiting to write.
        _completed.TrySetResult();
    }

    private async Task WriteFrameAsync(Stream stream, CancellationToken cancellation)
    {
        try
        {
            await stream.WriteAsync(_frame.WrittenMemory, cancellation);
            await stream.FlushAsync(cancellation);
        }
        catch (Exception failure)
        {
            // Part of the message may have left: nothing can follow it, so the request fails as a whole.
            _isCompleted = true;
            _completed.TrySetException(new IOException("a message was cut off", failure));
            throw;
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // A second attempt on another connection cannot repeat what was written to the first.
        if (!_stream.TrySetResult(stream))
            throw new IOException("a streaming request cannot be sent twice");
        // The request headers leave now, not with the first message.
        await stream.FlushAsync(cancellationToken);
        await _completed.Task.WaitAsync(cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
