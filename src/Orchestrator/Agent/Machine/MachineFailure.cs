using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Machine;

/// <summary>The machine refuses an operation: a file, a command, a user that does not exist.</summary>
internal sealed class MachineFailure(Refused.Types.Code code, string sentence, Exception? inner = null)
    : Exception(sentence, inner)
{
    /// <summary>The refusal that it becomes.</summary>
    public Refused.Types.Code Code { get; } = code;
}
