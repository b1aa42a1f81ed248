using System.Net;
using System.Net.Http.Headers;
using PoolTopology.Rpc.Calls;

namespace PoolTopology.Rpc.Tests.Support;

/// <summary>HTTP/2 requests written by hand: what a client of ours would never send.</summary>
internal sealed class RawCalls(IPEndPoint server) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>Posts a body to a path; a header given as null is left out.</summary>
    public async Task<RawResponse> PostAsync(
        string path,
        byte[] body,
        string? contentType = HeaderNames.ContentType,
        params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"http://{server}{path}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        if (contentType is not null)
            request.Content.Headers.TryAddWithoutValidation("content-type", contentType);
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        using HttpResponseMessage response = await _http.SendAsync(request, limit.Token);
        byte[] received = await response.Content.ReadAsByteArrayAsync(limit.Token);
        string? status = Find(response.Headers) ?? Find(response.TrailingHeaders);
        return new RawResponse(
            response.StatusCode, status is null ? null : (RpcStatusCode)int.Parse(status), received, response.Headers);
    }

    public void Dispose() => _http.Dispose();

    private static string? Find(HttpResponseHeaders headers) =>
        headers.TryGetValues(HeaderNames.Status, out IEnumerable<string>? values) ? values.Single() : null;
}

/// <summary>What came back.</summary>
internal sealed record RawResponse(
    HttpStatusCode Http, RpcStatusCode? Status, byte[] Body, HttpResponseHeaders Headers);
