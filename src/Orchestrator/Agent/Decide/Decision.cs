using PoolTopology.Orchestrator.Agent.State;

namespace PoolTopology.Orchestrator.Agent.Decide;

/// <summary>What is to be done about a request.</summary>
internal abstract record Decision
{
    private protected Decision()
    {
    }
}

/// <summary>Nothing: it is refused.</summary>
internal sealed record Refuse(Refusal Why) : Decision;

/// <summary>Nothing: it holds already.</summary>
internal sealed record NothingToDo : Decision;

/// <summary>Write this down; where it begins a change, carry that out.</summary>
internal sealed record Record(JournalEntry Entry) : Decision;
