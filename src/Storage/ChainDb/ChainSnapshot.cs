using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.ChainDb;

/// <summary>The current chain at one moment, as readers on any thread see it.</summary>
internal sealed class ChainSnapshot(ChainFragment fragment)
{
    // Continuations run where they were awaited, never inside the writer.
    private readonly TaskCompletionSource _superseded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The blocks that may still be rolled back.</summary>
    public ChainFragment Fragment { get; } = fragment;

    /// <summary>The chain's tip.</summary>
    public Tip Tip => Fragment.TipState.Tip;

    /// <summary>Completes when there is a newer snapshot.</summary>
    /// <remarks>An async method, not the source's task: Task.WaitAsync hears of the latter outside a simulated scheduler.</remarks>
    public async Task SupersededAsync() => await _superseded.Task;

    /// <summary>Tells those who wait that there is a newer snapshot.</summary>
    public void Supersede() => _superseded.TrySetResult();
}
