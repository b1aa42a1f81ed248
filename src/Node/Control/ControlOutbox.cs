using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PoolTopology.Rpc.Control.V1;

namespace PoolTopology.Node.Control;

/// <summary>What waits to be reported to the orchestrator.</summary>
/// <remarks>
/// Bounded: when the orchestrator is away or slow, the oldest reports are dropped, and the next status tells the whole
/// state anyway. Reporting never holds a node up.
/// </remarks>
public sealed class ControlOutbox
{
    /// <summary>Reports kept while nobody takes them.</summary>
    public const int CapacityReports = 1024;

    private readonly Channel<NodeReport> _reports = Channel.CreateBounded<NodeReport>(
        new BoundedChannelOptions(CapacityReports) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Puts a report at the end.</summary>
    public void Post(NodeReport report) => _reports.Writer.TryWrite(report);

    /// <summary>Takes reports in order until cancelled.</summary>
    public async IAsyncEnumerable<NodeReport> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        // Not the reader's own ReadAllAsync: it leaves the simulated scheduler.
        while (await _reports.Reader.WaitToReadAsync(cancellation))
        {
            while (_reports.Reader.TryRead(out NodeReport? report))
                yield return report;
        }
    }
}
