using PoolTopology.Consensus.Chain;
using PoolTopology.Node.Composition;
using PoolTopology.Node.Work;

namespace PoolTopology.Node.Pipeline;

/// <summary>What every upstream chain needs of the node.</summary>
internal sealed record UpstreamEnvironment(
    ConsensusConfig Config, Prover Prover, IWorkers Workers, PipelineSignals Signals, TimeProvider Time)
{
    /// <summary>Waits for something to happen. False when it does not happen in time.</summary>
    public async Task<bool> HasComeWithinAsync(Task happening, TimeSpan patience, CancellationToken cancellation)
    {
        using CancellationTokenSource late = new(patience, Time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            await Relay.Of(happening).WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
