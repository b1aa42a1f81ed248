using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Framing;

namespace PoolTopology.Rpc.Client;

/// <summary>The request body of a call with one request: one frame.</summary>
internal sealed class SingleRequest : HttpContent
{
    private readonly ArrayBufferWriter<byte> _frame;

    public SingleRequest(IMessage request, int maxMessageBytes)
    {
        _frame = new ArrayBufferWriter<byte>(Frame.PrefixBytes + request.CalculateSize());
        Frame.Write(_frame, request, maxMessageBytes);
        Headers.ContentType = new MediaTypeHeaderValue(HeaderNames.ContentType);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(_frame.WrittenMemory, cancellationToken).AsTask();

    // Without a length: HTTP/2 needs none, and gRPC peers do not look for one.
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
