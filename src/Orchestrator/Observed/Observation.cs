using System.Net;
using PoolTopology.Rpc.Control.V1;
using PoolTopology.Rpc.Node.V1;

namespace PoolTopology.Orchestrator.Observed;

/// <summary>One thing seen or reported about a node. A closed set; the input of <see cref="PoolReducer"/>.</summary>
/// <param name="At">When the orchestrator learned it.</param>
/// <param name="Node">Whom it is about.</param>
internal abstract record Observation(DateTimeOffset At, string Node)
{
    /// <summary>The node's process was started.</summary>
    internal sealed record ProcessStarted(
        DateTimeOffset At, string Node, int Pid, IPEndPoint NodeAddress, IPEndPoint RpcAddress) : Observation(At, Node);

    /// <summary>The node's process ended.</summary>
    internal sealed record ProcessExited(
        DateTimeOffset At, string Node, int Pid, int ExitCode, TimeSpan RanFor, bool Expected, IReadOnlyList<string> LastWords)
        : Observation(At, Node);

    /// <summary>The node's process will be started again after a pause.</summary>
    internal sealed record ProcessRestarting(DateTimeOffset At, string Node, TimeSpan After) : Observation(At, Node);

    /// <summary>The node's process will not be started again.</summary>
    internal sealed record ProcessFailed(DateTimeOffset At, string Node, string Reason) : Observation(At, Node);

    /// <summary>The node opened its control connection.</summary>
    internal sealed record Attached(DateTimeOffset At, string Node, Hello Hello) : Observation(At, Node);

    /// <summary>The node's control connection ended.</summary>
    internal sealed record Detached(DateTimeOffset At, string Node, string Reason) : Observation(At, Node);

    /// <summary>The node reported its state.</summary>
    internal sealed record Reported(DateTimeOffset At, string Node, Status Status) : Observation(At, Node);

    /// <summary>The node's chain selection took a block.</summary>
    internal sealed record Adopted(DateTimeOffset At, string Node, Rpc.Control.V1.BlockAdopted Block) : Observation(At, Node);

    /// <summary>The node made a block.</summary>
    internal sealed record Forged(DateTimeOffset At, string Node, Rpc.Control.V1.BlockForged Block) : Observation(At, Node);

    /// <summary>The node was ordered to take other peers.</summary>
    internal sealed record Pushed(DateTimeOffset At, string Node, string Outcome, string Detail) : Observation(At, Node);
}
