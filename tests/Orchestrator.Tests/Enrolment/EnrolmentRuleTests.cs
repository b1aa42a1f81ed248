using PoolTopology.Orchestrator.Enrolment;
using PoolTopology.Rpc.Agent.V1;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Enrolment;

/// <summary>Who needs an enrolment, and who does not because one waits already.</summary>
public sealed class EnrolmentRuleTests
{
    private const string Ours = "aa";
    private const long Now = 1_000_000;

    private readonly Book _book = new();

    [Fact]
    public void Certificate_in_time_of_this_authority_needs_nothing() =>
        Assert.Null(Need(new ObservedIdentity { Own = Held("01", Now - 100, Now + 1) }));

    [Fact]
    public void Nothing_at_all_needs_one() => Assert.Equal("it has no certificate", Need(new ObservedIdentity()));

    [Fact]
    public void Machine_that_was_not_looked_at_gets_nothing() => Assert.Null(Need(null));

    [Fact]
    public void Certificate_whose_time_is_over_needs_one() =>
        Assert.StartsWith("its certificate expired", Need(new ObservedIdentity { Own = Held("01", Now - 100, Now) }), StringComparison.Ordinal);

    [Fact]
    public void Certificate_of_another_authority_needs_one_where_the_authority_is_here()
    {
        ObservedIdentity held = new() { Own = Held("01", Now - 100, Now + 1, "bb") };
        Assert.Equal("its certificate is from another authority", Need(held));
        Assert.Null(EnrolmentRule.Need(held, Now, null));
    }

    [Fact]
    public void Certificate_that_the_authority_has_forgotten_needs_one()
    {
        _book.Forgotten.Add("01");
        Assert.Equal("this authority does not remember its certificate", Need(new ObservedIdentity { Own = Held("01", Now - 100, Now + 1) }));
    }

    [Fact]
    public void Enrolment_that_waits_is_enough_until_it_is_spent_forgotten_foreign_or_over()
    {
        ObservedIdentity waiting = new() { Enrolment = Held("02", Now - 10, Now + 1) };
        Assert.Null(Need(waiting));
        Assert.Null(EnrolmentRule.Need(waiting, Now, null));
        Assert.NotNull(EnrolmentRule.Need(waiting, Now + 1, _book));
        waiting.Enrolment.AuthoritySha256 = "bb";
        Assert.NotNull(Need(waiting));
        waiting.Enrolment.AuthoritySha256 = Ours;
        _book.Spent.Add("02");
        Assert.NotNull(Need(waiting));
        _book.Spent.Clear();
        _book.Forgotten.Add("02");
        Assert.NotNull(Need(waiting));
    }

    [Fact]
    public void Enrolment_beside_a_certificate_that_cannot_be_used_is_enough_where_the_node_will_take_it()
    {
        ObservedIdentity expired = new() { Own = Held("01", Now - 100, Now - 50), Enrolment = Held("02", Now - 200, Now + 1) };
        Assert.Null(Need(expired));
        // Not expired, but forgotten: the node takes an enrolment only where it is newer.
        ObservedIdentity forgotten = new() { Own = Held("03", Now - 100, Now + 50), Enrolment = Held("02", Now - 200, Now + 1) };
        _book.Forgotten.Add("03");
        Assert.NotNull(Need(forgotten));
        forgotten.Enrolment.NotBeforeUnix = Now - 99;
        Assert.Null(Need(forgotten));
    }

    private string? Need(ObservedIdentity? held) => EnrolmentRule.Need(held, Now, _book);

    private static HeldCertificate Held(string serial, long from, long to, string authority = Ours) =>
        new() { Serial = serial, NotBeforeUnix = from, NotAfterUnix = to, AuthoritySha256 = authority };

    private sealed class Book : IEnrolmentBook
    {
        public HashSet<string> Forgotten { get; } = [];

        public HashSet<string> Spent { get; } = [];

        public string AuthoritySha256 => Ours;

        public bool IsKnown(string serial) => !Forgotten.Contains(serial);

        public bool IsSpent(string serial) => Spent.Contains(serial);

        public string? DenialOf(string node) => null;
    }
}
