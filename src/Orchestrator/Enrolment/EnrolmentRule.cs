using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Enrolment;

/// <summary>Whether a node can attach with what it has. Pure.</summary>
internal static class EnrolmentRule
{
    /// <summary>Decides.</summary>
    /// <param name="held">What the node has, as its machine says; null where nobody has looked.</param>
    /// <param name="nowUnix">The machine's clock: the node judges by it too. Seconds since 1970.</param>
    /// <param name="book">What the authority knows; null where there is none here.</param>
    /// <returns>Why it needs an enrolment; null where it needs none.</returns>
    public static string? Need(ObservedIdentity? held, long nowUnix, IEnrolmentBook? book)
    {
        if (held is null)
            return null;
        string? own = WhyNot(held.Own, nowUnix, book);
        if (own is null)
            return null;
        // An enrolment that nobody has used yet lies there: the node takes it as soon as it reaches the service.
        bool isWaiting = held.Enrolment is { } waiting && WhyNot(waiting, nowUnix, book) is null && book?.IsSpent(waiting.Serial) != true
            && IsAfter(waiting, held.Own, nowUnix);
        return isWaiting ? null : own;
    }

    private static string? WhyNot(HeldCertificate? held, long nowUnix, IEnrolmentBook? book) => held switch
    {
        null => "it has no certificate",
        _ when held.NotAfterUnix <= nowUnix => $"its certificate expired at {DateTimeOffset.FromUnixTimeSeconds(held.NotAfterUnix):u}",
        _ when book is not null && held.AuthoritySha256 != book.AuthoritySha256 => "its certificate is from another authority",
        _ when book is not null && !book.IsKnown(held.Serial) => "this authority does not remember its certificate",
        _ => null,
    };

    /// <summary>A node that has a certificate in time takes an enrolment of the same authority only where it is newer.</summary>
    private static bool IsAfter(HeldCertificate enrolment, HeldCertificate? own, long nowUnix) =>
        own is null || own.NotAfterUnix <= nowUnix || own.AuthoritySha256 != enrolment.AuthoritySha256
        || enrolment.NotBeforeUnix > own.NotBeforeUnix;
}
