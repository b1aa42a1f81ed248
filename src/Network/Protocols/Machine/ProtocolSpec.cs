using System.Collections.Frozen;
using System.Collections.Immutable;

namespace PoolTopology.Network.Protocols.Machine;

/// <summary>A protocol as a table: its states and the messages that lead from one to the next.</summary>
internal sealed class ProtocolSpec<TState>
    where TState : struct, Enum
{
    private readonly FrozenDictionary<TState, StateRule<TState>> _rules;
    private readonly FrozenDictionary<(TState From, Type Message), TState> _next;

    public ProtocolSpec(
        MiniProtocol protocol,
        int initiatorIngressBytesMax,
        int responderIngressBytesMax,
        ImmutableArray<StateRule<TState>> rules,
        ImmutableArray<Transition<TState>> transitions)
    {
        Protocol = protocol;
        InitiatorIngressBytesMax = initiatorIngressBytesMax;
        ResponderIngressBytesMax = responderIngressBytesMax;
        Rules = rules;
        Transitions = transitions;
        _rules = rules.ToFrozenDictionary(rule => rule.State);
        _next = transitions.ToFrozenDictionary(step => (step.From, step.Message), step => step.To);
    }

    public MiniProtocol Protocol { get; }

    /// <summary>Unread bytes that an initiator may have waiting: the answers to what it asked for.</summary>
    public int InitiatorIngressBytesMax { get; }

    /// <summary>Unread bytes that a responder may have waiting: what any client can make us keep.</summary>
    public int ResponderIngressBytesMax { get; }

    /// <summary>The states; the protocol begins in the first.</summary>
    public ImmutableArray<StateRule<TState>> Rules { get; }

    public ImmutableArray<Transition<TState>> Transitions { get; }

    public TState Initial => Rules[0].State;

    public StateRule<TState> RuleOf(TState state) => _rules[state];

    public bool TryNext(TState from, Type message, out TState to) => _next.TryGetValue((from, message), out to);
}
