using PoolTopology.Primitives.Chain;

namespace PoolTopology.Producer.Schedule;

/// <summary>The own slots of one epoch, as far as they are known: from where the search began to where it is.</summary>
/// <remarks>Bound: the slots of one epoch.</remarks>
internal sealed class EpochSlots(ElectionSubject subject, ulong first, ulong end)
{
    private readonly Queue<Slot> _own = new();

    /// <summary>What they follow from.</summary>
    public ElectionSubject Subject => subject;

    /// <summary>The first slot that was not looked at.</summary>
    public ulong Next { get; private set; } = first;

    /// <summary>The first slot after the epoch.</summary>
    public ulong End => end;

    /// <summary>Every slot has been looked at.</summary>
    public bool IsWhole => Next >= end;

    /// <summary>The own slots that have not been forgotten, in order.</summary>
    public IEnumerable<Slot> Own => _own;

    /// <summary>Takes in what was found from <see cref="Next"/> on.</summary>
    public void Add(IReadOnlyList<Slot> own, ulong next)
    {
        foreach (Slot slot in own)
            _own.Enqueue(slot);
        Next = next;
    }

    /// <summary>Forgets slots before this one.</summary>
    public void Forget(ulong slot)
    {
        while (_own.TryPeek(out Slot own) && own.Value < slot)
            _own.Dequeue();
    }
}
