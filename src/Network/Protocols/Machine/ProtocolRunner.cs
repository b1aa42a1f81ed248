using System.Buffers;
using PoolTopology.Network.Connections;
using PoolTopology.Network.Mux;
using PoolTopology.Primitives;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Network.Protocols.Machine;

/// <summary>Runs one side of a protocol by its table: turns, sizes, times, and what may be said.</summary>
/// <remarks>
/// Used by one task. What the peer does against the table throws <see cref="ConnectionFaultException"/>; what we
/// would do against it is a broken invariant.
/// With pipelining there are two places in the table: where we speak, and, for each message sent ahead, where its
/// answer is awaited.
/// </remarks>
internal sealed class ProtocolRunner<TState, TMessage>
    where TState : struct, Enum
    where TMessage : class
{
    /// <summary>Written messages are sent when they have come to so much.</summary>
    private const int WrittenBytesMax = 32_768;

    /// <summary>The buffer that is kept while the peer is waited for: idle connections hold little.</summary>
    private const int IdleBufferBytesMax = 16_384;

    private readonly ProtocolSpec<TState> _spec;
    private readonly MessageCodec<TMessage> _codec;
    private readonly MuxChannel _channel;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Agency _ours;
    private readonly Queue<TState> _answers = new();
    private ArrayBufferWriter<byte> _encoded = new();
    private TState _speaking;

    public ProtocolRunner(
        ProtocolSpec<TState> spec,
        MessageCodec<TMessage> codec,
        ProtocolRole role,
        MuxChannel channel,
        TimeProvider time,
        Random random)
    {
        _spec = spec;
        _codec = codec;
        _channel = channel;
        _time = time;
        _random = random;
        _ours = role == ProtocolRole.Initiator ? Agency.Initiator : Agency.Responder;
        _speaking = spec.Initial;
    }

    /// <summary>Where the next message, ours or the peer's, is taken.</summary>
    public TState State => _answers.TryPeek(out TState awaited) ? awaited : _speaking;

    /// <summary>How many messages were sent ahead and are not answered yet.</summary>
    public int Outstanding => _answers.Count;

    /// <summary>The protocol is over.</summary>
    public bool IsDone => _answers.Count == 0 && _spec.RuleOf(_speaking).Agency == Agency.Nobody;

    /// <summary>Sends a message when it is our turn, behind all that was written.</summary>
    public ValueTask SendAsync(TMessage message, CancellationToken cancellation)
    {
        Write(message);
        return FlushAsync(cancellation);
    }

    /// <summary>
    /// Writes a message when it is our turn. It is sent together with others: when they have come to some size, and at
    /// the latest before the peer is waited for.
    /// </summary>
    /// <remarks>Pre: whoever waits for anything but the peer's next message flushes before.</remarks>
    public ValueTask WriteAsync(TMessage message, CancellationToken cancellation)
    {
        Write(message);
        return _encoded.WrittenCount >= WrittenBytesMax ? FlushAsync(cancellation) : ValueTask.CompletedTask;
    }

    /// <summary>Writes a message ahead of the answers to earlier ones, to be sent as <see cref="WriteAsync"/> does.</summary>
    /// <remarks>Pre: its answer leads back to the state in which it is sent.</remarks>
    public ValueTask PipelineAsync(TMessage message, CancellationToken cancellation)
    {
        _answers.Enqueue(NextOfOurs(message));
        _codec.Encode(message, _encoded);
        return _encoded.WrittenCount >= WrittenBytesMax ? FlushAsync(cancellation) : ValueTask.CompletedTask;
    }

    /// <summary>Sends what was written; waits when much is unsent.</summary>
    public ValueTask FlushAsync(CancellationToken cancellation)
    {
        if (_encoded.WrittenCount == 0)
            return ValueTask.CompletedTask;
        // Whatever waits there was copied when the call returns, finished or not.
        ValueTask sending = _channel.SendAsync(_encoded.WrittenMemory, cancellation);
        _encoded.ResetWrittenCount();
        return sending;
    }

    /// <summary>Takes the peer's next message, waiting no longer than the state allows.</summary>
    public async ValueTask<TMessage> ReceiveAsync(CancellationToken cancellation)
    {
        StateRule<TState> rule = TheirRule();
        return Accept(rule, await TakeAsync(rule, cancellation));
    }

    /// <summary>Takes the peer's next message if all of it has arrived; null when it has not.</summary>
    public TMessage? TryReceive()
    {
        StateRule<TState> rule = TheirRule();
        return TryTake(rule) is byte[] bytes ? Accept(rule, bytes) : null;
    }

    public ConnectionFaultException Violation(ProtocolViolation violation) =>
        new(new CloseReason.ProtocolViolated(_spec.Protocol, violation));

    /// <summary>What the message carries is malformed.</summary>
    public ConnectionFaultException Malformed(TState state, CborException malformed) => Violation(
        new ProtocolViolation.Malformed(state.ToString(), malformed.Offset, malformed.Expected, malformed.Found));

    private StateRule<TState> TheirRule()
    {
        StateRule<TState> rule = _spec.RuleOf(State);
        bool isTheirs = rule.Agency != _ours && rule.Agency != Agency.Nobody;
        Invariant.Require(isTheirs, "a message is awaited when it is the peer's turn");
        return rule;
    }

    private TMessage Accept(in StateRule<TState> rule, byte[] bytes)
    {
        TMessage message;
        try
        {
            message = _codec.Decode(bytes);
        }
        catch (CborException malformed)
        {
            throw Malformed(rule.State, malformed);
        }
        if (!_spec.TryNext(rule.State, message.GetType(), out TState next))
            throw Violation(new ProtocolViolation.UnexpectedMessage(rule.State.ToString(), message.GetType().Name));
        Advance(next);
        return message;
    }

    private void Advance(TState next)
    {
        if (_answers.Count == 0)
        {
            _speaking = next;
            return;
        }
        if (_spec.RuleOf(next).Agency == _ours)
        {
            bool isBack = EqualityComparer<TState>.Default.Equals(next, _speaking);
            Invariant.Require(isBack, "a pipelined answer leads back to where it was asked");
            _answers.Dequeue();
            return;
        }
        // The answer has several messages: the first in line changes its state and stays the first.
        _answers.Dequeue();
        int behind = _answers.Count;
        _answers.Enqueue(next);
        for (int i = 0; i < behind; i++)
            _answers.Enqueue(_answers.Dequeue());
    }

    private TState NextOfOurs(TMessage message)
    {
        Invariant.Require(_spec.RuleOf(_speaking).Agency == _ours, "a message is sent when it is our turn");
        bool isAllowed = _spec.TryNext(_speaking, message.GetType(), out TState next);
        Invariant.Require(isAllowed, "a message that is sent is one that the state allows");
        return next;
    }

    private void Write(TMessage message)
    {
        Invariant.Require(_answers.Count == 0, "a message that is not pipelined waits for those that are");
        _speaking = NextOfOurs(message);
        _codec.Encode(message, _encoded);
    }

    private async ValueTask FlushBeforeWaitAsync(CancellationToken cancellation)
    {
        await FlushAsync(cancellation);
        if (_encoded.Capacity > IdleBufferBytesMax)
            _encoded = new ArrayBufferWriter<byte>();
    }

    private async ValueTask<byte[]> TakeAsync(StateRule<TState> rule, CancellationToken cancellation)
    {
        TimeSpan? limit = null;
        long? began = null;
        while (true)
        {
            if (TryTake(rule) is byte[] bytes)
                return bytes;
            if (began is null)
            {
                await FlushBeforeWaitAsync(cancellation);
                limit = rule.Limit.Draw(_random);
                began = _time.GetTimestamp();
            }
            await ArrivedAsync(rule.State, limit, began.Value, cancellation);
        }
    }

    private byte[]? TryTake(in StateRule<TState> rule)
    {
        TakeOutcome outcome;
        byte[] bytes;
        try
        {
            outcome = _channel.Ingress.TryTake(rule.MessageBytesMax, out bytes);
        }
        catch (CborException malformed)
        {
            throw Malformed(rule.State, malformed);
        }
        if (outcome == TakeOutcome.TooLarge)
            throw Violation(new ProtocolViolation.TooLarge(rule.State.ToString(), rule.MessageBytesMax));
        return outcome == TakeOutcome.Taken ? bytes : null;
    }

    private async ValueTask ArrivedAsync(TState state, TimeSpan? limit, long began, CancellationToken cancellation)
    {
        if (limit is not TimeSpan longest)
        {
            await _channel.Ingress.ArrivedAsync(cancellation);
            return;
        }
        TimeSpan left = longest - _time.GetElapsedTime(began);
        if (left <= TimeSpan.Zero || !await _channel.Ingress.ArrivedAsync(left, _time, cancellation))
            throw Violation(new ProtocolViolation.TimedOut(state.ToString(), longest));
    }
}
