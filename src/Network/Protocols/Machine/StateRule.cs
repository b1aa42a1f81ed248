namespace PoolTopology.Network.Protocols.Machine;

/// <summary>What holds in one state of a protocol.</summary>
/// <param name="State">The state.</param>
/// <param name="Agency">Who speaks.</param>
/// <param name="MessageBytesMax">The longest message that the other side accepts.</param>
/// <param name="Limit">How long the other side waits for it.</param>
internal readonly record struct StateRule<TState>(TState State, Agency Agency, int MessageBytesMax, TimeLimit Limit)
    where TState : struct, Enum;
