using System.Net;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Control.V1;

namespace PoolTopology.Node.Control;

/// <summary>The connection that the node opens outward to its orchestrator, kept for as long as the node lives.</summary>
/// <remarks>A node runs on without its orchestrator: a lost connection is made again, with back-off, for ever.</remarks>
public sealed partial class ControlLink
{
    private static readonly RpcMethod<NodeReport, Order> Attach =
        RpcMethod.Of<NodeReport, Order>(ControlReflection.Descriptor, "Control", "Attach");

    private readonly EndPoint _orchestrator;
    private readonly Hello _hello;
    private readonly ControlOutbox _outbox;
    private readonly Status.StatusCell _status;
    private readonly IOrderHandler _orders;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;

    /// <summary>A link that <see cref="RunAsync"/> will keep.</summary>
    public ControlLink(
        EndPoint orchestrator,
        Hello hello,
        ControlOutbox outbox,
        Status.StatusCell status,
        IOrderHandler orders,
        TimeProvider clock,
        ILogger log)
    {
        _orchestrator = orchestrator;
        _hello = hello;
        _outbox = outbox;
        _status = status;
        _orders = orders;
        _clock = clock;
        _log = log;
    }

    /// <summary>Attaches, and attaches again whenever the connection is lost, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using RpcChannel channel = new(_orchestrator, RpcChannelOptions.Default with { Clock = _clock });
        await Reconnecting().ExecuteAsync(async token => await AttachOnceAsync(channel, token), cancellation);
    }

    private ResiliencePipeline Reconnecting() => new ResiliencePipelineBuilder { TimeProvider = _clock }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(2),
            UseJitter = true,
            ShouldHandle = new PredicateBuilder().Handle<RpcException>(),
            OnRetry = retry =>
            {
                LogDetached(retry.Outcome.Exception?.Message ?? "", retry.RetryDelay);
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    private async Task AttachOnceAsync(RpcChannel channel, CancellationToken cancellation)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using DuplexCall<NodeReport, Order> call = channel.Duplex(Attach, RpcCallOptions.None, ending.Token);
        await call.WriteAsync(new NodeReport { Hello = _hello }, ending.Token);
        Task[] sides = [SendStatusAsync(call, ending.Token), SendReportsAsync(call, ending.Token), TakeOrdersAsync(call, ending.Token)];
        Task first = await Task.WhenAny(sides);
        await ending.CancelAsync();
        try
        {
            await Task.WhenAll(sides);
        }
        catch (Exception failure) when (
            !cancellation.IsCancellationRequested && (first.IsFaulted || failure is OperationCanceledException))
        {
            // The side that ended first is the cause; the others only follow from it.
        }
        await first;
        cancellation.ThrowIfCancellationRequested();
        throw new RpcException(RpcStatusCode.Unavailable, "the orchestrator ended the attachment");
    }

    private async Task SendStatusAsync(DuplexCall<NodeReport, Order> call, CancellationToken cancellation)
    {
        await foreach (Rpc.Node.V1.Status status in _status.WatchAsync(cancellation))
            await call.WriteAsync(new NodeReport { Status = status }, cancellation);
    }

    private async Task SendReportsAsync(DuplexCall<NodeReport, Order> call, CancellationToken cancellation)
    {
        await foreach (NodeReport report in _outbox.ReadAllAsync(cancellation))
            await call.WriteAsync(report, cancellation);
    }

    private async Task TakeOrdersAsync(DuplexCall<NodeReport, Order> call, CancellationToken cancellation)
    {
        await foreach (Order order in call.ReadAllAsync(cancellation))
        {
            string? error = await _orders.HandleAsync(order, cancellation);
            OrderResult result = new() { Id = order.Id, Ok = error is null, Error = error ?? "" };
            await call.WriteAsync(new NodeReport { OrderResult = result }, cancellation);
        }
    }
}
