using PoolTopology.Orchestrator.Rollout;

namespace PoolTopology.Simulation.Rollouts;

/// <summary>Thrown in place of a kill.</summary>
public sealed class KilledException() : Exception("killed");

/// <summary>A journal whose process dies at the given record, just before or just after it is on disk.</summary>
internal sealed class MortalJournal(List<RolloutEvent> disk, int killAt, bool afterwards) : IRolloutJournal
{
    private int _count;

    public void Append(RolloutEvent happened)
    {
        bool dies = ++_count == killAt;
        if (dies && !afterwards)
            throw new KilledException();
        disk.Add(happened);
        if (dies)
            throw new KilledException();
    }
}
