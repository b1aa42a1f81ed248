using System.Threading.Channels;
using PoolTopology.Orchestrator.Observed;

namespace PoolTopology.Orchestrator.Tests.Support;

/// <summary>Takes observations and lets a test wait for them in order.</summary>
internal sealed class Recorder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<Observation> _seen = Channel.CreateUnbounded<Observation>();

    public ValueTask ObserveAsync(Observation one) => _seen.Writer.WriteAsync(one);

    /// <summary>The next observation, which must be of this kind.</summary>
    public async Task<T> NextAsync<T>()
        where T : Observation
    {
        using CancellationTokenSource limit = new(Patience);
        Observation next = await _seen.Reader.ReadAsync(limit.Token);
        return next as T ?? throw new InvalidOperationException($"expected {typeof(T).Name}, saw {next}");
    }

    public bool IsEmpty => _seen.Reader.Count == 0;
}
