namespace PoolTopology.Network.Protocols.Machine;

/// <summary>A message that a state allows, and the state after it.</summary>
internal readonly record struct Transition<TState>(TState From, Type Message, TState To)
    where TState : struct, Enum;
