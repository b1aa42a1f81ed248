using System.Globalization;
using PoolTopology.Orchestrator.Agent.State;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Decide;

/// <summary>Taking, renewing and giving back the machine's lock.</summary>
internal static class LockRule
{
    /// <summary>The longest holder or reason.</summary>
    public const int MaximumTextLength = 256;

    private const int MaximumTtlSeconds = 3600;

    /// <summary>Takes the lock: free, run out, one's own, or broken on purpose.</summary>
    public static Decision Acquire(AgentState state, AcquireLock request, BootInstant now, DateTimeOffset wallClock)
    {
        if ((TextProblem(request.Holder, request.Reason) ?? TtlProblem(request.TtlSeconds) ?? AnchorProblem(request.Anchor)) is { } problem)
            return new Refuse(problem);
        if (state.Lock is { } held && held.Holder != request.Holder && held.IsLive(now)
            && (long)request.BreakToken != held.Token)
            return new Refuse(Held(held, now));
        if (request.AtLeast >= long.MaxValue)
            return new Refuse(new Refusal(Refused.Types.Code.BadRequest, $"token {request.AtLeast} is too high"));
        long token = Math.Max(state.TokenSeen + 1, (long)request.AtLeast);
        return new Record(new LockTaken(new LockRecord(
            request.Holder, token, request.Reason, request.IsManual, (int)request.TtlSeconds,
            now.After(TimeSpan.FromSeconds(request.TtlSeconds)), wallClock.ToUnixTimeSeconds()))
        {
            Anchor = Of(request.Anchor),
        });
    }

    /// <summary>Extends the lock, and raises its token where asked.</summary>
    public static Decision Renew(AgentState state, RenewLock request, BootInstant now)
    {
        if (TtlProblem(request.TtlSeconds) is { } problem)
            return new Refuse(problem);
        if (state.Lock is not { } held || held.Holder != request.Holder)
            return new Refuse(Lost(state, now));
        if ((long)request.Token < state.TokenSeen || request.Token >= long.MaxValue)
            return new Refuse(new Refusal(
                Refused.Types.Code.StaleFence,
                $"token {request.Token} is out of date: this machine has seen {state.TokenSeen}")
            {
                Token = state.TokenSeen,
            });
        return new Record(new LockTaken(held with
        {
            Token = (long)request.Token,
            TtlSeconds = (int)request.TtlSeconds,
            RunsOut = now.After(TimeSpan.FromSeconds(request.TtlSeconds)),
        }));
    }

    /// <summary>Gives the lock back; one that is gone already is given back again.</summary>
    public static Decision Release(AgentState state, ReleaseLock request, BootInstant now)
    {
        if (AnchorProblem(request.Anchor) is { } problem)
            return new Refuse(problem);
        if (state.Lock is not { } held)
            return new NothingToDo();
        return held.Holder == request.Holder && held.Token <= (long)request.Token
            ? new Record(new LockGone { Anchor = Of(request.Anchor) })
            : new Refuse(Lost(state, now));
    }

    /// <summary>The refusal that names who has the lock.</summary>
    public static Refusal Held(LockRecord held, BootInstant now) => new(
        Refused.Types.Code.ForeignLock,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{held.Holder} holds the lock (token {held.Token}){Until(held, now)}{Why(held)}"))
    {
        Lock = held,
    };

    private static Refusal Lost(AgentState state, BootInstant now) =>
        state.Lock is { } held
            ? Held(held, now) with { Code = Refused.Types.Code.LockLost }
            : new Refusal(Refused.Types.Code.LockLost, "nobody holds the lock: it was given back or broken");

    private static string Until(LockRecord held, BootInstant now) =>
        held.IsManual
            ? ", taken by hand, until it is given back"
            : string.Create(CultureInfo.InvariantCulture, $" for another {held.Left(now).TotalSeconds:0} s");

    private static string Why(LockRecord held) => held.Reason.Length == 0 ? "" : $": {held.Reason}";

    private static Refusal? TextProblem(string holder, string reason) =>
        holder.Length is 0 or > MaximumTextLength || reason.Length > MaximumTextLength
            ? new Refusal(
                Refused.Types.Code.BadRequest, $"a lock needs a holder; holder and reason have at most {MaximumTextLength} characters")
            : null;

    private static LogAnchor? Of(AuditAnchor? told) => told is null ? null : new LogAnchor(told.Log, (long)told.Number, told.Hash);

    private static Refusal? AnchorProblem(AuditAnchor? told) =>
        told is null || (told.Log.Length is > 0 and <= 64 && told.Number is > 0 and < long.MaxValue && told.Hash.Length == 64)
            ? null
            : new Refusal(Refused.Types.Code.BadRequest, "a line of an audit log has a log, a number and a hash");

    private static Refusal? TtlProblem(uint ttlSeconds) =>
        ttlSeconds is 0 or > MaximumTtlSeconds
            ? new Refusal(Refused.Types.Code.BadRequest, $"a lock lasts 1 to {MaximumTtlSeconds} s, not {ttlSeconds}")
            : null;
}
