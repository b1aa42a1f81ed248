using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Observe;

/// <summary>Reads the Prometheus metrics of a node on this machine, within bounds of bytes and time.</summary>
internal static class MetricsObserver
{
    /// <summary>The longest text that is read; a cardano-node's has some ten thousand bytes.</summary>
    public const int MaximumBytes = 1024 * 1024;

    private const int HeadersKilobytes = 16;
    private const string Formats = "text/plain";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Asks once; metrics that do not answer or make no sense are an observation, too.</summary>
    public static async Task<ObservedNode> AskAsync(NodeEndpoint node, TimeProvider time, CancellationToken cancellation)
    {
        if (!IPEndPoint.TryParse(node.MetricsAddress, out IPEndPoint? address) || address.Port == 0)
            return Unseen(node, $"'{node.MetricsAddress}' is no address");
        using CancellationTokenSource late = new(Patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        string place = $"metrics at {address}";
        try
        {
            byte[]? text = await FetchAsync(new Uri($"http://{address}/metrics"), either.Token);
            return text is null
                ? Unseen(node, $"{place} are longer than {MaximumBytes / 1024} KiB")
                : new ObservedNode { Name = node.Name, Metrics = MetricsReader.Read(text) };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Unseen(node, string.Create(CultureInfo.InvariantCulture, $"{place} do not answer within {Patience.TotalSeconds} s"));
        }
        catch (HttpRequestException refused) when (refused.StatusCode is { } status)
        {
            return Unseen(node, $"{place} answer with status {(int)status}");
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException)
        {
            string why = failed.GetBaseException() is SocketException socket ? socket.Message : failed.Message;
            return Unseen(node, $"{place} do not answer: {why}");
        }
        catch (MetricsException malformed)
        {
            return Unseen(node, $"{place} cannot be read: {malformed.Message}");
        }
    }

    /// <summary>The text, or null where it is too long.</summary>
    private static async Task<byte[]?> FetchAsync(Uri place, CancellationToken cancellation)
    {
        using SocketsHttpHandler handler = new()
        {
            UseProxy = false, AllowAutoRedirect = false, UseCookies = false, MaxResponseHeadersLength = HeadersKilobytes,
        };
        using HttpClient client = new(handler) { Timeout = Timeout.InfiniteTimeSpan }; // Time is the token's.
        using HttpRequestMessage request = new(HttpMethod.Get, place);
        request.Headers.TryAddWithoutValidation("Accept", Formats);
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
        byte[] room = ArrayPool<byte>.Shared.Rent(MaximumBytes + 1);
        try
        {
            int length = await body.ReadAtLeastAsync(room.AsMemory(0, MaximumBytes + 1), MaximumBytes + 1, throwOnEndOfStream: false, cancellation);
            return length > MaximumBytes ? null : room[..length];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }
    }

    private static ObservedNode Unseen(NodeEndpoint node, string why) => new() { Name = node.Name, Error = why };
}
