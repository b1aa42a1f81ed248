using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Framing;

namespace PoolTopology.Rpc.Client;

/// <summary>One call on the client: its request under way, its responses, its final status.</summary>
/// <remarks>Reading is for one reader at a time. Disposal cancels what is not finished.</remarks>
internal sealed class ClientCall<TRequest, TResponse> : IAsyncDisposable
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private readonly RpcMethod<TRequest, TResponse> _method;
    private readonly RpcChannelOptions _options;
    private readonly HttpContent _requests;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _deadline;
    private readonly CancellationTokenSource _lifetime;
    private readonly Task<HttpResponseMessage> _response;
    private PipeReader? _body;
    private MessageReader<TResponse>? _reader;
    private RpcException? _status;
    private bool _hasEnded;

    public ClientCall(
        HttpMessageInvoker http,
        Uri address,
        RpcMethod<TRequest, TResponse> method,
        HttpContent requests,
        RpcCallOptions call,
        RpcChannelOptions options,
        CancellationToken cancellation)
    {
        _method = method;
        _options = options;
        _requests = requests;
        _caller = cancellation;
        _deadline = call.Timeout is { } timeout
            ? new CancellationTokenSource(Clamp(timeout), options.Clock)
            : new CancellationTokenSource();
        _lifetime = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _deadline.Token);
        _response = SendAsync(http, Request(address, requests, call));
    }

    /// <summary>Metadata after the last message; empty until then.</summary>
    public RpcMetadata Trailers { get; private set; } = new();

    /// <summary>Metadata before the first message, as soon as the server sends it.</summary>
    public async Task<RpcMetadata> HeadersAsync(CancellationToken cancellation)
    {
        HttpResponseMessage response = await ResponseAsync(cancellation);
        return Collect(response.Headers.NonValidated);
    }

    /// <summary>The next response, or null where the stream ended with OK.</summary>
    /// <remarks>Errors: <see cref="RpcException"/> with any other final status.</remarks>
    public async ValueTask<TResponse?> ReadAsync(CancellationToken cancellation)
    {
        if (_hasEnded)
            return null;
        HttpResponseMessage response = await ResponseAsync(cancellation);
        using CancellationTokenSource? linked = LinkUnlessOwn(cancellation);
        CancellationToken token = linked?.Token ?? _lifetime.Token;
        try
        {
            _reader ??= await OpenAsync(response, token);
            if (await _reader.ReadAsync(token) is { } message)
                return message;
        }
        catch (Exception failure) when (failure is not RpcException)
        {
            throw TranslateRead(failure, cancellation);
        }
        _hasEnded = true;
        HttpHeadersNonValidated last = IsTrailersOnly(response)
            ? response.Headers.NonValidated
            : response.TrailingHeaders.NonValidated;
        Trailers = Collect(last);
        _status = FailureIn(last, Trailers);
        return _status is null ? null : throw _status;
    }

    /// <summary>The one response of a call that has one.</summary>
    public async ValueTask<TResponse> ReadOnlyAsync(CancellationToken cancellation)
    {
        TResponse message = await ReadAsync(cancellation) ?? throw Cardinality("none");
        return await ReadAsync(cancellation) is null ? message : throw Cardinality("several");
    }

    /// <summary>What a failed write means to its caller: mostly that the call has ended, however that was.</summary>
    public Exception TranslateWrite(Exception failure, CancellationToken cancellation) =>
        FromToken(failure, cancellation) ?? _status ?? new RpcException(
            RpcStatusCode.Unavailable, "the call has ended; reading it tells how", cause: failure);

    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        if (_body is not null)
            await _body.CompleteAsync();
        try
        {
            (await _response).Dispose();
        }
        catch (Exception failure) when (failure is RpcException or OperationCanceledException)
        {
            // Whoever read or wrote has been told; one who disposes of the call does not ask.
        }
        _requests.Dispose();
        _lifetime.Dispose();
        _deadline.Dispose();
    }

    /// <summary>What a failed read, or a failed start of the call, means to its caller.</summary>
    private Exception TranslateRead(Exception failure, CancellationToken cancellation) => failure is RpcException
        ? failure
        : FromToken(failure, cancellation) ?? HttpFailures.ToRpc(failure);

    /// <summary>The failure where a token explains it, otherwise null.</summary>
    private Exception? FromToken(Exception failure, CancellationToken cancellation)
    {
        if (_caller.IsCancellationRequested)
            return new OperationCanceledException("the call was cancelled", failure, _caller);
        if (cancellation.IsCancellationRequested)
            return new OperationCanceledException("the operation was cancelled", failure, cancellation);
        if (_deadline.IsCancellationRequested)
            return new RpcException(RpcStatusCode.DeadlineExceeded, "the deadline passed", cause: failure);
        return _lifetime.IsCancellationRequested
            ? new RpcException(RpcStatusCode.Cancelled, "the call was given up", cause: failure)
            : null;
    }

    private static HttpRequestMessage Request(Uri address, HttpContent requests, RpcCallOptions call)
    {
        HttpRequestMessage request = new(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = requests,
        };
        request.Headers.TryAddWithoutValidation("te", "trailers");
        request.Headers.TryAddWithoutValidation("user-agent", "pooltopology-rpc");
        request.Headers.TryAddWithoutValidation(HeaderNames.AcceptEncoding, HeaderNames.Identity);
        if (call.Timeout is { } timeout)
            request.Headers.TryAddWithoutValidation(HeaderNames.Timeout, CallTimeout.Format(timeout));
        foreach (RpcMetadataEntry entry in call.Headers?.Entries ?? [])
            request.Headers.TryAddWithoutValidation(entry.Name, MetadataHeaders.Format(entry));
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMessageInvoker http, HttpRequestMessage request)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await http.SendAsync(request, _lifetime.Token);
            return FailureIn(response) is { } status ? throw status : response;
        }
        catch (Exception failure)
        {
            response?.Dispose();
            Exception translated = TranslateRead(failure, CancellationToken.None);
            _status = translated as RpcException;
            (_requests as RequestStream<TRequest>)?.Abort(translated);
            throw translated;
        }
    }

    private async Task<HttpResponseMessage> ResponseAsync(CancellationToken cancellation) =>
        await _response.WaitAsync(cancellation);

    private async ValueTask<MessageReader<TResponse>> OpenAsync(
        HttpResponseMessage response, CancellationToken cancellation)
    {
        string? encoding = response.Headers.NonValidated.TryGetValues(HeaderNames.Encoding, out var values)
            ? values.ToString()
            : null;
        _body = PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellation));
        return new MessageReader<TResponse>(_body, _method.ResponseParser, _options.MaxReceivedMessageBytes, encoding);
    }

    /// <summary>Why a response has no messages: not gRPC, or a final status alone. Null where it may have.</summary>
    private static RpcException? FailureIn(HttpResponseMessage response)
    {
        HttpHeadersNonValidated headers = response.Headers.NonValidated;
        if (IsTrailersOnly(response))
            return FailureIn(headers, Collect(headers));
        if (response.StatusCode != HttpStatusCode.OK)
            return HttpFailures.ToRpc(response.StatusCode);
        string? contentType = response.Content.Headers.ContentType?.ToString();
        return HeaderNames.IsGrpc(contentType)
            ? null
            : new RpcException(RpcStatusCode.Unknown, $"the response is '{contentType}', not gRPC");
    }

    /// <summary>Whether the response is one header block that holds the final status and no messages.</summary>
    private static bool IsTrailersOnly(HttpResponseMessage response) =>
        response.Headers.NonValidated.Contains(HeaderNames.Status);

    /// <summary>The failure that a final status reports, or null for OK.</summary>
    private static RpcException? FailureIn(HttpHeadersNonValidated headers, RpcMetadata metadata)
    {
        if (!headers.TryGetValues(HeaderNames.Status, out HeaderStringValues status))
            return new RpcException(RpcStatusCode.Unknown, "the response ended without grpc-status");
        string detail = headers.TryGetValues(HeaderNames.Message, out HeaderStringValues message)
            ? StatusMessage.Decode(message.ToString())
            : "";
        if (!int.TryParse(status.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int code))
            return new RpcException(RpcStatusCode.Unknown, $"malformed grpc-status; {detail}", metadata);
        if (code == 0)
            return null;
        RpcStatusCode known = Enum.IsDefined((RpcStatusCode)code) ? (RpcStatusCode)code : RpcStatusCode.Unknown;
        return new RpcException(known, detail, metadata);
    }

    private static RpcMetadata Collect(HttpHeadersNonValidated headers)
    {
        RpcMetadata metadata = new();
        foreach ((string name, HeaderStringValues values) in headers)
        {
            foreach (string value in values)
                MetadataHeaders.Receive(metadata, name, value);
        }
        return metadata;
    }

    /// <summary>A token of its own for one read, only where the read has one that the call does not know.</summary>
    private CancellationTokenSource? LinkUnlessOwn(CancellationToken cancellation) =>
        !cancellation.CanBeCanceled || cancellation == _caller
            ? null
            : CancellationTokenSource.CreateLinkedTokenSource(cancellation, _lifetime.Token);

    private static TimeSpan Clamp(TimeSpan timeout) =>
        timeout < TimeSpan.Zero ? TimeSpan.Zero : timeout > CallTimeout.Longest ? CallTimeout.Longest : timeout;

    private static RpcException Cardinality(string found) =>
        new(RpcStatusCode.Unimplemented, $"the method returns exactly one response, {found} came");
}
