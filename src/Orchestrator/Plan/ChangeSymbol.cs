namespace PoolTopology.Orchestrator.Plan;

/// <summary>What happens to a thing; how a plan marks it.</summary>
internal enum ChangeSymbol
{
    /// <summary><c>+</c>: it is not there yet.</summary>
    Add,

    /// <summary><c>~</c>: it changes in place.</summary>
    Change,

    /// <summary><c>-/+</c>: it stops and starts again.</summary>
    Replace,

    /// <summary><c>-</c>: it goes.</summary>
    Remove,
}
