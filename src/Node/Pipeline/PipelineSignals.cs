using System.Threading.Channels;

namespace PoolTopology.Node.Pipeline;

/// <summary>How the stages tell one another that there is something to look at.</summary>
/// <remarks>
/// A signal carries nothing and many may collapse into one: whoever hears it looks at the state itself.
/// </remarks>
internal sealed class PipelineSignals
{
    private readonly Channel<bool> _fetchWork = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private TaskCompletionSource _chainAdvanced = NewSignal();

    /// <summary>Completes at the next change of our chain.</summary>
    public Task ChainAdvanced => Volatile.Read(ref _chainAdvanced).Task;

    /// <summary>A candidate has changed: the fetch stage should look.</summary>
    public void CandidateChanged() => _fetchWork.Writer.TryWrite(true);

    /// <summary>Our chain has changed: candidates may have room, and the fetch stage should look.</summary>
    public void OurChainChanged()
    {
        Interlocked.Exchange(ref _chainAdvanced, NewSignal()).SetResult();
        _fetchWork.Writer.TryWrite(true);
    }

    /// <summary>Waits for something to look at.</summary>
    public ValueTask<bool> FetchWorkAsync(CancellationToken cancellation) => _fetchWork.Reader.ReadAsync(cancellation);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
