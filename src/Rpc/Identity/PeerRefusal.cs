using System.Globalization;

namespace PoolTopology.Rpc.Identity;

/// <summary>Why whoever is at the other end is not accepted. A closed set; each case carries what proves it.</summary>
public abstract record PeerRefusal
{
    private PeerRefusal()
    {
    }

    /// <summary>The case as one sentence.</summary>
    public abstract string Text { get; }

    /// <summary>It showed no certificate.</summary>
    public sealed record NoCertificate : PeerRefusal
    {
        /// <inheritdoc/>
        public override string Text => "no certificate was shown";
    }

    /// <summary>Another authority vouches for it, or none.</summary>
    /// <param name="Issuer">Who issued the certificate, as it says.</param>
    /// <param name="Subject">Whom it is for, as it says.</param>
    public sealed record OtherAuthority(string Issuer, string Subject) : PeerRefusal
    {
        /// <inheritdoc/>
        public override string Text => $"the certificate of {Subject} is not from this pool's authority (its issuer says {Issuer})";
    }

    /// <summary>Its time is over.</summary>
    /// <param name="Name">Whose it is.</param>
    /// <param name="At">When it ended.</param>
    /// <param name="Now">The clock here.</param>
    public sealed record Expired(string Name, DateTimeOffset At, DateTimeOffset Now) : PeerRefusal
    {
        /// <inheritdoc/>
        public override string Text => $"the certificate of {Name} expired at {Time(At)}; it is {Time(Now)} here";
    }

    /// <summary>Its time has not begun.</summary>
    /// <param name="Name">Whose it is.</param>
    /// <param name="At">When it begins.</param>
    /// <param name="Now">The clock here.</param>
    public sealed record NotYetValid(string Name, DateTimeOffset At, DateTimeOffset Now) : PeerRefusal
    {
        /// <inheritdoc/>
        public override string Text =>
            $"the certificate of {Name} begins at {Time(At)}; it is {Time(Now)} here: compare the clocks";
    }

    /// <summary>It has no name of the form that this pool uses, or more than one.</summary>
    /// <param name="Subject">Whom it is for, as it says.</param>
    public sealed record NoName(string Subject) : PeerRefusal
    {
        /// <inheritdoc/>
        public override string Text => $"the certificate of {Subject} does not say which part of a pool it is for";
    }

    /// <summary>It belongs to another pool.</summary>
    /// <param name="Name">Whose it is.</param>
    /// <param name="Pool">The pool here.</param>
    public sealed record OtherPool(PeerName Name, string Pool) : PeerRefusal
    {
        /// <inheritdoc/>
        public override string Text => $"the certificate is for {Name}, and this is pool {Pool}";
    }

    /// <summary>It is something else than what is expected at the other end.</summary>
    /// <param name="Name">Whose it is.</param>
    /// <param name="Expected">What is expected.</param>
    public sealed record OtherRole(PeerName Name, PeerRole Expected) : PeerRefusal
    {
        /// <inheritdoc/>
        public override string Text => $"the certificate is for {Name}, and an {PeerName.Word(Expected)} is expected here";
    }

    /// <summary>It was taken back.</summary>
    /// <param name="Name">Whose it is.</param>
    /// <param name="Reason">Why, in a person's words.</param>
    public sealed record Denied(string Name, string Reason) : PeerRefusal
    {
        /// <inheritdoc/>
        public override string Text => Reason.Length > 0
            ? $"{Name} was shut out: {Reason}"
            : $"{Name} was shut out";
    }

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
