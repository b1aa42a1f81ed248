namespace PoolTopology.Network.Protocols.Machine;

/// <summary>What a peer did that a protocol does not allow.</summary>
public abstract record ProtocolViolation
{
    private ProtocolViolation()
    {
    }

    /// <summary>The bytes are not a message of the protocol.</summary>
    /// <param name="State">The protocol's state.</param>
    /// <param name="Offset">Where in the message.</param>
    /// <param name="Expected">What belongs there.</param>
    /// <param name="Found">What stands there.</param>
    public sealed record Malformed(string State, int Offset, string Expected, string Found) : ProtocolViolation;

    /// <summary>The message is none that the state allows.</summary>
    public sealed record UnexpectedMessage(string State, string Message) : ProtocolViolation;

    /// <summary>The message is longer than the state allows.</summary>
    public sealed record TooLarge(string State, int LimitBytes) : ProtocolViolation;

    /// <summary>No message in the time that the state allows.</summary>
    public sealed record TimedOut(string State, TimeSpan Limit) : ProtocolViolation;

    /// <summary>An answer to a keep-alive that was not sent.</summary>
    public sealed record WrongCookie(ushort Sent, ushort Received) : ProtocolViolation;

    /// <summary>A batch has more or fewer blocks than the headers say.</summary>
    public sealed record WrongBlockCount(int Asked, int Received) : ProtocolViolation;

    /// <summary>An intersection that was not among the points sent.</summary>
    public sealed record ForeignIntersection(string Point) : ProtocolViolation;

    /// <summary>A request against the accounting of transaction ids.</summary>
    public sealed record TxIdAccounting(int Unacknowledged, int Acknowledged, int Requested) : ProtocolViolation;

    /// <summary>A request for transactions that were not announced, or more ids than were asked for.</summary>
    public sealed record UnknownTransactions(int Count) : ProtocolViolation;
}
