using System.Security.Cryptography;
using System.Text;
using PoolTopology.Orchestrator.Design;
using PoolTopology.Orchestrator.Observed;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Control.V1;
using PoolTopology.Rpc.Orchestrator.V1;

namespace PoolTopology.Orchestrator.Server;

/// <summary>Puts the peers of a changed topology file in force, without a restart and in a safe order.</summary>
/// <remarks>
/// Order: firewalls open for what is added; relays, observers and last the producer take their peer files, one after the
/// other; firewalls close for what is removed. They close also where a node could not be told: it then loses a
/// connection that the file no longer wants. One push at a time; a second one is refused with ABORTED.
/// </remarks>
/// <param name="initial">The design that the nodes were started with.</param>
/// <param name="read">Reads a topology file's text.</param>
/// <param name="writePeerFile">Keeps a peer file for a node that is not attached, for its next start.</param>
/// <param name="firewall">The firewalls around the change.</param>
/// <param name="sessions">The nodes' control connections.</param>
/// <param name="monitor">Knows which peer files are in force, and is told of every outcome.</param>
/// <param name="time">Stamps and limits.</param>
internal sealed class TopologyPush(
    PoolDesign initial,
    Func<string, DesignResult> read,
    Func<NodeDesign, CancellationToken, Task> writePeerFile,
    IPushFirewall firewall,
    SessionTable sessions,
    PoolMonitor monitor,
    TimeProvider time) : IDisposable
{
    /// <summary>How long a node may take to put a peer file in force.</summary>
    public static readonly TimeSpan OrderLimit = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _one = new(1, 1);
    private volatile PoolDesign _current = initial;

    /// <summary>The design in force.</summary>
    public PoolDesign Current => _current;

    /// <summary>Pushes a topology file, or says what a push would do.</summary>
    /// <exception cref="RpcException">ABORTED while another push is under way.</exception>
    public async Task<PushTopologyResponse> PushAsync(PushTopologyRequest request, CancellationToken cancellation)
    {
        if (!await _one.WaitAsync(TimeSpan.Zero, cancellation))
            throw new RpcException(RpcStatusCode.Aborted, "another push is under way");
        try
        {
            return await PushAloneAsync(request, cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async Task<PushTopologyResponse> PushAloneAsync(PushTopologyRequest request, CancellationToken cancellation)
    {
        PushTopologyResponse response = new();
        DesignResult result = read(request.TopologyYaml);
        if (result.Design is not { } wanted)
        {
            response.Errors.AddRange(result.Errors);
            return response;
        }

        PoolDesign current = _current;
        PushPlan plan = PushPlan.Create(current, wanted, IsInForce);
        response.Errors.AddRange(plan.Refusals);
        if (plan.Refusals.Length > 0)
            return response;

        if (!request.DryRun)
            await firewall.OpenAsync(current, wanted, cancellation);
        foreach (NodeDesign node in plan.Orders)
            response.Results.Add(request.DryRun ? Preview(node) : await OrderAsync(node, cancellation));
        foreach (NodeDesign node in plan.Unchanged)
            response.Results.Add(new PushResult { Node = node.Name, Outcome = "unchanged" });
        if (!request.DryRun)
        {
            await firewall.CloseAsync(current, wanted, cancellation);
            _current = wanted;
        }

        return response;
    }

    // A node says which file it runs on; one that has not reported yet runs on what it was started with.
    private bool IsInForce(NodeDesign wanted) =>
        monitor.Current.FindNode(wanted.Name)?.Status?.TopologyHash is { Length: > 0 } reported
            ? reported == Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted.PeerFile)))
            : _current.FindNode(wanted.Name)?.PeerFile == wanted.PeerFile;

    private PushResult Preview(NodeDesign node) => sessions.Find(node.Name) is null
        ? new PushResult { Node = node.Name, Outcome = "not attached", Detail = "would take it at its next start" }
        : new PushResult { Node = node.Name, Outcome = "would change", Detail = string.Join(", ", node.Peers) };

    private async Task<PushResult> OrderAsync(NodeDesign node, CancellationToken cancellation)
    {
        PushResult result = new() { Node = node.Name };
        if (sessions.Find(node.Name) is { } session)
        {
            (result.Outcome, result.Detail) = await TellAsync(session, node, cancellation);
        }
        else
        {
            await writePeerFile(node, cancellation);
            (result.Outcome, result.Detail) = ("not attached", "takes it at its next start");
        }

        await monitor.ObserveAsync(
            new Observation.Pushed(time.GetUtcNow(), node.Name, result.Outcome, result.Detail));
        return result;
    }

    private async Task<(string Outcome, string Detail)> TellAsync(
        NodeSession session, NodeDesign node, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = new(OrderLimit, time);
        using CancellationTokenSource either =
            CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            OrderResult result = await session.SetPeersAsync(node.PeerFile, either.Token);
            return result.Ok ? ("pushed", string.Join(", ", node.Peers)) : ("failed", result.Error);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ("failed", limit.IsCancellationRequested
                ? $"no answer within {OrderLimit.TotalSeconds:0} s"
                : "the connection ended before the answer");
        }
        catch (RpcException broken)
        {
            return ("failed", broken.Detail);
        }
    }
}
