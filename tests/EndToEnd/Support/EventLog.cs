using System.Collections.Immutable;

namespace PoolTopology.EndToEnd.Support;

/// <summary>The events of a run so far, and waiting for more.</summary>
internal sealed class EventLog
{
    private const int ShownOnTimeout = 25;

    private readonly Lock _gate = new();
    private ImmutableList<EventLine> _events = [];
    private TaskCompletionSource _next = NewSignal();
    private bool _isComplete;

    /// <summary>All events so far.</summary>
    public ImmutableList<EventLine> All
    {
        get
        {
            lock (_gate)
                return _events;
        }
    }

    /// <summary>How many there are: a place to search from.</summary>
    public int Count => All.Count;

    /// <summary>Waits for the first event that is wanted.</summary>
    /// <param name="what">What is waited for, in words.</param>
    /// <param name="isWanted">Recognises it.</param>
    /// <param name="from">Events before this place do not count.</param>
    public Task<EventLine> FirstAsync(string what, Func<EventLine, bool> isWanted, int from = 0) =>
        UntilAsync(what, events => events.Skip(from).FirstOrDefault(isWanted));

    /// <summary>Waits until the events so far give an answer.</summary>
    /// <remarks>Errors: TimeoutException with the last events when none comes in time or the run has ended.</remarks>
    public async Task<T> UntilAsync<T>(string what, Func<ImmutableList<EventLine>, T?> find)
        where T : class
    {
        using CancellationTokenSource limit = new(Limits.Event);
        while (true)
        {
            (ImmutableList<EventLine> events, Task next, bool isComplete) = Look();
            if (find(events) is { } found)
                return found;
            if (isComplete)
                throw new TimeoutException($"the run ended before: {what}\n{Last(events)}");
            try
            {
                await next.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"waited {Limits.Event} for: {what}\n{Last(events)}");
            }
        }
    }

    /// <summary>Takes an event.</summary>
    public void Add(EventLine line)
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            _events = _events.Add(line);
            (told, _next) = (_next, NewSignal());
        }
        told.SetResult();
    }

    /// <summary>No more events come.</summary>
    public void Complete()
    {
        lock (_gate)
            _isComplete = true;
        _next.SetResult();
    }

    /// <summary>The last events, for a message.</summary>
    public string Last() => Last(All);

    private (ImmutableList<EventLine> Events, Task Next, bool IsComplete) Look()
    {
        lock (_gate)
            return (_events, _next.Task, _isComplete);
    }

    private static string Last(ImmutableList<EventLine> events) =>
        string.Join('\n', events.Skip(events.Count - ShownOnTimeout).Select(line => line.ToString()));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
