using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Framing;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Rpc.Server;

/// <summary>One call on the server: reads requests, runs the handler, writes responses and one final status.</summary>
internal sealed partial class ServerCall
{
    /// <summary>HTTP/2 error code 0xb, which gRPC clients read as RESOURCE_EXHAUSTED.</summary>
    private const int EnhanceYourCalm = 0xb;

    /// <summary>A response up to this size is left to Kestrel, which sends it together with the status.</summary>
    private const int LargestUnflushedBytes = 32 * 1024;

    private readonly HttpContext _http;
    private readonly RpcServerOptions _options;
    private readonly ILogger _logger;
    private readonly CancellationToken _stopping;
    private CancellationToken _deadlineReached;
    private CancellationToken _admissionLost;
    private CancellationToken _isUnheard;
    private bool _isBodyBegun;
    private bool _isFinished;

    private ServerCall(HttpContext http, RpcServerOptions options, ILogger logger, CancellationToken stopping)
    {
        _http = http;
        _options = options;
        _logger = logger;
        _stopping = stopping;
        Context = new RpcContext(http.Request.Path.Value ?? "", PeerOf(http), new RpcMetadata(), null);
    }

    /// <summary>What the handler is told about the call.</summary>
    public RpcContext Context { get; private set; }

    /// <summary>Cancelled when the caller is gone, the deadline passed, or a stream's server stops.</summary>
    public CancellationToken Cancellation { get; private set; }

    /// <summary>Serves one call to its end. Never throws for what a peer or a handler does.</summary>
    /// <param name="http">The request, already known to be gRPC.</param>
    /// <param name="binding">The method, or null when the server has none of this path.</param>
    /// <param name="options">Limits and clock.</param>
    /// <param name="logger">Where failures of handlers are reported.</param>
    /// <param name="stopping">Cancelled when the server begins to stop.</param>
    public static async Task ServeAsync(
        HttpContext http, MethodBinding? binding, RpcServerOptions options, ILogger logger, CancellationToken stopping)
    {
        ServerCall call = new(http, options, logger, stopping);
        http.Response.ContentType = HeaderNames.ContentType;
        try
        {
            if (binding is null)
                throw new RpcException(RpcStatusCode.Unimplemented, $"no method {http.Request.Path}");
            await call.RunAsync(binding);
        }
        catch (Exception failure)
        {
            // The root of the call: every failure ends here as a status, and unexpected ones in the log.
            call.Finish(failure);
        }
    }

    /// <summary>The one request of a unary or server-streaming call.</summary>
    public async ValueTask<TMessage> ReadOnlyAsync<TMessage>(MessageParser<TMessage> parser)
        where TMessage : class, IMessage<TMessage>
    {
        MessageReader<TMessage> reader = Reader(parser);
        TMessage message = await reader.ReadAsync(Cancellation) ?? throw Cardinality("none");
        return await reader.ReadAsync(Cancellation) is null ? message : throw Cardinality("several");
    }

    /// <summary>The requests of a client-streaming or duplex call, until the caller ends its half.</summary>
    public async IAsyncEnumerable<TMessage> ReadAllAsync<TMessage>(
        MessageParser<TMessage> parser, [EnumeratorCancellation] CancellationToken cancellation)
        where TMessage : class, IMessage<TMessage>
    {
        MessageReader<TMessage> reader = Reader(parser);
        while (await reader.ReadAsync(cancellation) is { } message)
            yield return message;
    }

    /// <summary>Sends one message of a response stream and waits for room in the caller's window.</summary>
    /// <remarks>Works while the server stops, so that a stream can end with a last word.</remarks>
    public async ValueTask WriteAsync<TMessage>(TMessage message)
        where TMessage : class, IMessage<TMessage>
    {
        // Checked here because a cancelled flush resets the stream, and the caller would not see the status.
        _isUnheard.ThrowIfCancellationRequested();
        Write(message);
        await FlushAsync();
    }

    /// <summary>Sends the one response; a small one leaves in one write with the status.</summary>
    public async ValueTask WriteLastAsync<TMessage>(TMessage message)
        where TMessage : class, IMessage<TMessage>
    {
        Write(message);
        if (_http.Response.BodyWriter is { CanGetUnflushedBytes: true, UnflushedBytes: <= LargestUnflushedBytes })
            return;
        _isUnheard.ThrowIfCancellationRequested();
        await FlushAsync();
    }

    private async Task RunAsync(MethodBinding binding)
    {
        TimeSpan? timeout = ReadTimeout();
        Context = ReadContext(binding.Path, timeout);
        AdaptLimits(binding);
        _admissionLost = _options.Admit(Context);
        using CancellationTokenSource deadline = timeout is { } left
            ? new CancellationTokenSource(left, _options.Clock)
            : new CancellationTokenSource();
        _deadlineReached = deadline.Token;
        using CancellationTokenSource unheard =
            CancellationTokenSource.CreateLinkedTokenSource(_http.RequestAborted, deadline.Token);
        _isUnheard = unheard.Token;
        using CancellationTokenSource any = CancellationTokenSource.CreateLinkedTokenSource(
            unheard.Token, _admissionLost, binding.IsStreaming ? _stopping : CancellationToken.None);
        Cancellation = any.Token;
        try
        {
            await binding.ExecuteAsync(this);
        }
        finally
        {
            // What a handler left running in the background must not outlive its call.
            if (binding.IsStreaming)
                await any.CancelAsync();
        }
        // A response after the deadline is one that the caller no longer reads: the status says why.
        _deadlineReached.ThrowIfCancellationRequested();
        BeginBody();
        SendTrailers(RpcStatusCode.Ok, "", Context.ResponseTrailers.Entries);
    }

    private void Write<TMessage>(TMessage message)
        where TMessage : class, IMessage<TMessage>
    {
        if (_isFinished)
            throw new InvalidOperationException("the call has ended");
        BeginBody();
        Frame.Write(_http.Response.BodyWriter, message, _options.MaxSentMessageBytes);
    }

    /// <summary>Waits until what was written fits what Kestrel buffers; a caller that never reads is cut off.</summary>
    private async ValueTask FlushAsync()
    {
        ValueTask<FlushResult> flushing = _http.Response.BodyWriter.FlushAsync(_isUnheard);
        FlushResult flushed;
        try
        {
            flushed = flushing.IsCompleted
                ? await flushing
                : await flushing.AsTask().WaitAsync(_options.SlowReaderGrace, _options.Clock, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            LogSlowReader(_logger, Context.Method, Context.Peer, _options.SlowReaderGrace);
            _http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(EnhanceYourCalm);
            throw new OperationCanceledException("the caller does not read");
        }
        if (flushed.IsCompleted)
            throw new OperationCanceledException("the caller is gone");
    }

    private TimeSpan? ReadTimeout()
    {
        string? text = _http.Request.Headers[HeaderNames.Timeout];
        if (text is null)
            return null;
        return CallTimeout.TryParse(text, out TimeSpan timeout)
            ? timeout
            : throw new RpcException(RpcStatusCode.Internal, "malformed grpc-timeout");
    }

    private RpcContext ReadContext(string path, TimeSpan? timeout)
    {
        RpcMetadata headers = new();
        foreach ((string name, StringValues values) in _http.Request.Headers)
        {
            foreach (string? value in values)
                MetadataHeaders.Receive(headers, name, value ?? "");
        }
        X509Certificate2? shown = _http.Connection.ClientCertificate;
        return new RpcContext(path, PeerOf(_http), headers, _options.Clock.GetUtcNow() + timeout)
        {
            CallerCertificate = shown,
            Caller = shown is null ? null : RpcIdentity.NameIn(shown),
        };
    }

    /// <summary>A body is bounded per message, not in total, and a request stream may stay silent for long.</summary>
    private void AdaptLimits(MethodBinding binding)
    {
        if (_http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;
        if (!binding.Descriptor.IsClientStreaming)
            return;
        if (_http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }

    private MessageReader<TMessage> Reader<TMessage>(MessageParser<TMessage> parser)
        where TMessage : class, IMessage<TMessage>
    {
        string? encoding = _http.Request.Headers[HeaderNames.Encoding];
        return new MessageReader<TMessage>(
            _http.Request.BodyReader, parser, _options.MaxReceivedMessageBytes, encoding);
    }

    private void BeginBody()
    {
        if (_isBodyBegun)
            return;
        _isBodyBegun = true;
        Context.ResponseHeaders.MarkSent();
        foreach (RpcMetadataEntry entry in Context.ResponseHeaders.Entries)
            _http.Response.Headers.Append(entry.Name, MetadataHeaders.Format(entry));
    }

    private void Finish(Exception failure)
    {
        _isFinished = true;
        if (_http.RequestAborted.IsCancellationRequested)
            return;
        RpcException status = StatusOf(failure);
        SendTrailers(status.Code, status.Detail, Context.ResponseTrailers.Entries.Concat(status.Trailers.Entries));
    }

    private RpcException StatusOf(Exception failure)
    {
        switch (failure)
        {
            case RpcException chosen:
                return chosen;
            case OperationCanceledException when _deadlineReached.IsCancellationRequested:
                return new RpcException(RpcStatusCode.DeadlineExceeded, "the deadline passed");
            case OperationCanceledException when _admissionLost.IsCancellationRequested:
                return new RpcException(RpcStatusCode.Unauthenticated, "the caller's certificate is not good any more");
            case OperationCanceledException when _stopping.IsCancellationRequested:
                return new RpcException(RpcStatusCode.Unavailable, "the server is stopping");
            case BadHttpRequestException or ConnectionAbortedException or ConnectionResetException:
                return new RpcException(RpcStatusCode.Cancelled, "the request was not received completely");
            default:
                LogHandlerFailed(_logger, Context.Method, Context.Peer, failure);
                return new RpcException(RpcStatusCode.Internal, "the server failed to handle this call");
        }
    }

    /// <summary>The final status: in the headers where nothing was sent yet, else after the body.</summary>
    private void SendTrailers(RpcStatusCode code, string detail, IEnumerable<RpcMetadataEntry> trailers)
    {
        _isFinished = true;
        bool isTrailersOnly = !_isBodyBegun && !_http.Response.HasStarted;
        IHeaderDictionary target = isTrailersOnly
            ? _http.Response.Headers
            : _http.Features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers;
        if (isTrailersOnly && code == RpcStatusCode.Unimplemented)
            target[HeaderNames.AcceptEncoding] = HeaderNames.Identity;
        target[HeaderNames.Status] = ((int)code).ToString(CultureInfo.InvariantCulture);
        if (detail.Length > 0)
            target[HeaderNames.Message] = StatusMessage.Encode(detail);
        foreach (RpcMetadataEntry entry in trailers)
            target.Append(entry.Name, MetadataHeaders.Format(entry));
    }

    private static RpcException Cardinality(string found) =>
        new(RpcStatusCode.Unimplemented, $"the method takes exactly one request, {found} came");

    private static string PeerOf(HttpContext http) => http.Connection.RemoteIpAddress is { } address
        ? new IPEndPoint(address, http.Connection.RemotePort).ToString()
        : "unix";
}
