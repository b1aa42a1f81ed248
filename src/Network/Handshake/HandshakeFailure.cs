using System.Collections.Immutable;

namespace PoolTopology.Network.Handshake;

/// <summary>Why a handshake ended without a version.</summary>
public abstract record HandshakeFailure
{
    private HandshakeFailure()
    {
    }

    /// <summary>The peer refused what we proposed.</summary>
    public sealed record RefusedByPeer(RefuseReason Reason) : HandshakeFailure;

    /// <summary>We refused what the peer proposed.</summary>
    public sealed record RefusedByUs(RefuseReason Reason) : HandshakeFailure;

    /// <summary>In a simultaneous open, or in the peer's answer, nothing that we can accept.</summary>
    public sealed record NotAcceptable(RefuseReason Reason) : HandshakeFailure;

    /// <summary>The peer only asked for our versions, and was told.</summary>
    public sealed record Queried : HandshakeFailure;

    /// <summary>The peer answered a proposal with the list of its versions.</summary>
    public sealed record QueryReplied(ImmutableArray<ushort> Versions) : HandshakeFailure;

    /// <summary>The message is not a handshake message.</summary>
    public sealed record Malformed(int Offset, string Expected, string Found) : HandshakeFailure;

    /// <summary>A message that has no place here.</summary>
    public sealed record Unexpected(string Message) : HandshakeFailure;

    /// <summary>The message is longer than the limit.</summary>
    public sealed record TooLarge(int LimitBytes) : HandshakeFailure;

    /// <summary>No message in time.</summary>
    public sealed record TimedOut(TimeSpan Limit) : HandshakeFailure;
}
