namespace PoolTopology.Orchestrator.Tests.Agent.Support;

/// <summary>Counts everything that an agent does to a machine, and lets it die before one of these acts.</summary>
public sealed class Doom
{
    private bool _isDead;

    /// <summary>The act before which the agent dies, counted from 1; 0 for none.</summary>
    public int DiesBefore { get; private set; }

    /// <summary>The acts so far.</summary>
    public int Acts { get; private set; }

    /// <summary>What was done, for failures.</summary>
    public List<string> Names { get; } = [];

    /// <summary>A new agent, with a new fate.</summary>
    public void Begin(int diesBefore)
    {
        (DiesBefore, Acts, _isDead) = (diesBefore, 0, false);
        Names.Clear();
    }

    /// <summary>Something is about to be done.</summary>
    public void Act(string name)
    {
        Acts++;
        if (_isDead || Acts == DiesBefore)
        {
            _isDead = true;
            throw new MachineDiedException(name);
        }

        Names.Add(name);
    }
}
