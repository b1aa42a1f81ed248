using PoolTopology.Orchestrator.Observed;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Control.V1;
using PoolTopology.Rpc.Identity;
using PoolTopology.Rpc.Server;

namespace PoolTopology.Orchestrator.Server;

/// <summary>Takes the nodes' control connections: what they report becomes observations.</summary>
internal sealed class ControlService(PoolMonitor monitor, SessionTable sessions, TimeProvider time)
{
    /// <summary>The service as a server serves it.</summary>
    public RpcServiceDefinition Define() =>
        RpcServiceDefinition.For(ControlReflection.Descriptor, "Control").Duplex(ControlMethods.Attach, AttachAsync).Build();

    private async Task AttachAsync(
        IAsyncEnumerable<NodeReport> reports, IRpcWriter<Order> orders, RpcContext context, CancellationToken cancellation)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using IAsyncEnumerator<NodeReport> incoming = reports.GetAsyncEnumerator(ending.Token);
        Hello hello = await HelloAsync(incoming, context.Caller);
        NodeSession session = new(hello.Name, orders, ending.Cancel, ending.Token);
        sessions.Add(session);
        string reason = "the node closed the connection";
        try
        {
            await monitor.ObserveAsync(new Observation.Attached(time.GetUtcNow(), hello.Name, hello));
            while (await incoming.MoveNextAsync())
                await TakeAsync(session, incoming.Current);
        }
        catch (OperationCanceledException)
        {
            reason = "the connection was cut";
            throw;
        }
        finally
        {
            bool wasLast = sessions.Remove(session);
            await ending.CancelAsync();
            if (wasLast)
                await monitor.ObserveAsync(new Observation.Detached(time.GetUtcNow(), hello.Name, reason));
        }
    }

    private async Task<Hello> HelloAsync(IAsyncEnumerator<NodeReport> incoming, PeerName? caller)
    {
        if (!await incoming.MoveNextAsync() || incoming.Current.ReportCase != NodeReport.ReportOneofCase.Hello)
            throw new RpcException(RpcStatusCode.InvalidArgument, "the first report must be a hello");
        Hello hello = incoming.Current.Hello;
        if (caller is not null && caller.Name != hello.Name)
            throw new RpcException(
                RpcStatusCode.PermissionDenied, $"the certificate is for {caller}, and the hello says \"{hello.Name}\"");
        if (monitor.Current.FindNode(hello.Name) is null)
            throw new RpcException(RpcStatusCode.NotFound, $"this pool has no node \"{hello.Name}\"");
        return hello;
    }

    private async ValueTask TakeAsync(NodeSession session, NodeReport report)
    {
        DateTimeOffset now = time.GetUtcNow();
        switch (report.ReportCase)
        {
            case NodeReport.ReportOneofCase.Status:
                await monitor.ObserveAsync(new Observation.Reported(now, session.Node, report.Status));
                break;
            case NodeReport.ReportOneofCase.BlockAdopted:
                await monitor.ObserveAsync(new Observation.Adopted(now, session.Node, report.BlockAdopted));
                break;
            case NodeReport.ReportOneofCase.BlockForged:
                await monitor.ObserveAsync(new Observation.Forged(now, session.Node, report.BlockForged));
                break;
            case NodeReport.ReportOneofCase.OrderResult:
                session.Complete(report.OrderResult);
                break;
            case NodeReport.ReportOneofCase.Hello:
                throw new RpcException(RpcStatusCode.InvalidArgument, "a hello comes once, as the first report");
            default:
                // A report of a newer node that this program does not know yet.
                break;
        }
    }
}
