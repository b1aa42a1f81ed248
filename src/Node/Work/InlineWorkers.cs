namespace PoolTopology.Node.Work;

/// <summary>Does all work at once on the caller's thread: for simulations.</summary>
public sealed class InlineWorkers : IWorkers
{
    private InlineWorkers()
    {
    }

    /// <summary>The only one; it has no state.</summary>
    public static InlineWorkers Instance { get; } = new();

    /// <inheritdoc/>
    public int Count => 1;

    /// <inheritdoc/>
    public Task<T> RunAsync<T>(Func<T> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return Task.FromResult(work());
        }
        catch (Exception failure)
        {
            return Task.FromException<T>(failure);
        }
    }

    /// <inheritdoc/>
    public void ForEach(int count, Action<int> piece)
    {
        ArgumentNullException.ThrowIfNull(piece);
        for (int i = 0; i < count; i++)
            piece(i);
    }
}
