using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Control.V1;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Node.Control;

/// <summary>The connection that the node opens outward to its orchestrator, kept for as long as the node lives.</summary>
/// <remarks>
/// A node runs on without its orchestrator: a lost connection is made again, with back-off and jitter, for ever. Over
/// TCP the node renews its certificate while it is attached, and attaches again with the new one.
/// </remarks>
public sealed partial class ControlLink
{
    private static readonly TimeSpan ShortestRenewal = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPauseOnMachine = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPauseOnNetwork = TimeSpan.FromSeconds(30);

    private static readonly RpcMethod<NodeReport, Order> Attach =
        RpcMethod.Of<NodeReport, Order>(ControlReflection.Descriptor, "Control", "Attach");

    private readonly ControlAddress _orchestrator;
    private readonly ControlIdentity? _identity;
    private readonly Hello _hello;
    private readonly ControlOutbox _outbox;
    private readonly Status.StatusCell _status;
    private readonly IOrderHandler _orders;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private string _lastReason = "";

    /// <summary>A link that <see cref="RunAsync"/> will keep.</summary>
    public ControlLink(
        ControlAddress orchestrator,
        Hello hello,
        ControlOutbox outbox,
        Status.StatusCell status,
        IOrderHandler orders,
        TimeProvider clock,
        ILogger log)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        ArgumentNullException.ThrowIfNull(hello);
        _orchestrator = orchestrator;
        _identity = orchestrator.EndPoint is UnixDomainSocketEndPoint ? null : new ControlIdentity(orchestrator, hello.Name, clock);
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
        ResiliencePipeline reconnecting = Reconnecting();
        // One attachment ends well only when its certificate was renewed.
        while (true)
            await reconnecting.ExecuteAsync(async token => await AttachOnceAsync(token), cancellation);
    }

    private ResiliencePipeline Reconnecting() => new ResiliencePipelineBuilder { TimeProvider = _clock }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = _identity is null ? LongestPauseOnMachine : LongestPauseOnNetwork,
            UseJitter = true,
            ShouldHandle = new PredicateBuilder().Handle<RpcException>(),
            OnRetry = retry =>
            {
                Tell(retry.Outcome.Exception?.Message ?? "", retry.RetryDelay);
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    // On one machine the orchestrator comes and goes with its run; a machine's operator wants to read why, once.
    private void Tell(string reason, TimeSpan delay)
    {
        if (_identity is not null && reason != _lastReason)
            LogRefused(RpcAddress.Format(_orchestrator.EndPoint), reason);
        else
            LogDetached(reason, delay);
        _lastReason = reason;
    }

    private async Task AttachOnceAsync(CancellationToken cancellation)
    {
        RpcIdentity? identity = _identity is null ? null : await _identity.GetAsync(cancellation);
        using RpcChannel channel = new(
            _orchestrator.EndPoint, RpcChannelOptions.Default with { Clock = _clock, Identity = identity });
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using DuplexCall<NodeReport, Order> call = channel.Duplex(Attach, RpcCallOptions.None, ending.Token);
        await call.WriteAsync(new NodeReport { Hello = _hello }, ending.Token);
        List<Task> sides = [SendStatusAsync(call, ending.Token), SendReportsAsync(call, ending.Token), TakeOrdersAsync(call, ending.Token)];
        Task? renewal = identity is null ? null : RenewAsync(identity, ending.Token);
        if (renewal is not null)
            sides.Add(renewal);
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
        if (first != renewal)
            throw new RpcException(RpcStatusCode.Unavailable, "the orchestrator ended the attachment");
    }

    /// <summary>Ends when there is a new certificate. One that cannot be had yet is asked for again later.</summary>
    private async Task RenewAsync(RpcIdentity identity, CancellationToken cancellation)
    {
        ControlIdentity own = _identity!; // Only where there is an identity is there something to renew.
        TimeSpan left = own.RenewalOf(identity) - _clock.GetUtcNow();
        // However short their lives are: a new one is not asked for in a loop.
        await Task.Delay(left > ShortestRenewal ? left : ShortestRenewal, _clock, cancellation);
        await Reconnecting().ExecuteAsync(async token => await own.AskAsync(identity, token), cancellation);
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
