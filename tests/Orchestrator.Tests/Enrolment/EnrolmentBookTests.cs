using System.Text;
using PoolTopology.Orchestrator.Authority;
using PoolTopology.Orchestrator.Enrolment;
using PoolTopology.Orchestrator.Serve;
using PoolTopology.Orchestrator.Tests.Agent.Support;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Rpc.Agent.V1;
using PoolTopology.Rpc.Identity;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Enrolment;

/// <summary>The authority beside a service, and what a machine says of what it gave out.</summary>
public sealed class EnrolmentBookTests : IDisposable
{
    private const string Own = "/var/lib/pooltopology/relay-1/control.pem";
    private const string Waiting = "/etc/pooltopology/keys/relay-1/enrolment.pem";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_a_service_there_is_no_authority_and_none_is_made()
    {
        Directory.CreateDirectory(_folder["state"]);
        Assert.Null(EnrolmentBook.Find(_folder["state"], "DEMO", TimeProvider.System));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["state"]));
    }

    [Fact]
    public void Beside_a_service_both_give_out_and_each_knows_what_the_other_gave()
    {
        using ServiceStore service = ServiceStore.Open(_folder["state"], "DEMO", Registrar.DefaultNodeLife, TimeProvider.System);
        using EnrolmentBook beside = EnrolmentBook.Find(_folder["state"], "DEMO", TimeProvider.System)!;
        string[] mine = new string[20];
        string[] theirs = new string[20];
        Parallel.For(0, 20, i =>
        {
            mine[i] = beside.Enrol("relay-1");
            theirs[i] = service.Registrar.Enrol("relay-2");
        });
        Assert.All(mine, text => Assert.True(service.Certificates.IsKnown(SerialOf(text))));
        Assert.All(theirs, text => Assert.True(beside.IsKnown(SerialOf(text))));
        Assert.Equal(40, mine.Concat(theirs).Select(SerialOf).Distinct().Count());
    }

    [Fact]
    public void Name_that_is_shut_out_as_node_or_as_enrolment_is_told()
    {
        using ServiceStore service = ServiceStore.Open(_folder["state"], "DEMO", Registrar.DefaultNodeLife, TimeProvider.System);
        using EnrolmentBook book = EnrolmentBook.Find(_folder["state"], "DEMO", TimeProvider.System)!;
        Assert.Null(book.DenialOf("relay-1"));
        service.Certificates.Deny(new PeerName("demo", PeerRole.Node, "relay-1"), "stolen");
        service.Certificates.Deny(new PeerName("demo", PeerRole.Enrolment, "relay-2"), "lost");
        Assert.Contains("stolen", book.DenialOf("relay-1"), StringComparison.Ordinal);
        Assert.Contains("lost", book.DenialOf("relay-2"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Machine_says_what_its_nodes_hold_and_no_key_leaves_it()
    {
        using ServiceStore store = ServiceStore.Open(_folder["state"], "DEMO", Registrar.DefaultNodeLife, TimeProvider.System);
        string enrolment = store.Registrar.Enrol("relay-1");
        SimulatedMachine machine = new();
        machine.Disk.Put(Waiting, enrolment);
        machine.Disk.Put(Own, "-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----\n");
        Inspect inspect = new() { Identities = { new IdentityPlace { Node = "relay-1", IdentityPath = Own, EnrolmentPath = Waiting } } };

        Reply reply = (await machine.RunAgentAsync(0, new Request { Inspect = inspect }))[^1];

        ObservedIdentity held = Assert.Single(reply.Observed.Identities);
        Assert.Null(held.Own);
        Assert.Equal(("relay-1", "spiffe://demo/enrolment/relay-1"), (held.Node, held.Enrolment.Name));
        using EnrolmentBook book = EnrolmentBook.Find(_folder["state"], "DEMO", TimeProvider.System)!;
        Assert.Equal(book.AuthoritySha256, held.Enrolment.AuthoritySha256);
        Assert.True(book.IsKnown(held.Enrolment.Serial));
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Assert.Null(EnrolmentRule.Need(held, now, book));
        Assert.InRange(held.Enrolment.NotAfterUnix, now + 23 * 3600, now + 25 * 3600);
        string key = enrolment.Split("PRIVATE KEY-----\n")[1].Split('\n')[0];
        Assert.DoesNotContain(key, reply.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, machine.Disk.Changes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no PEM at all")]
    public async Task File_that_is_no_identity_counts_as_none(string text)
    {
        SimulatedMachine machine = new();
        machine.Disk.Put(Own, text);
        machine.Disk.Put(Waiting, new string('x', 100_000));
        Inspect inspect = new() { Identities = { new IdentityPlace { Node = "relay-1", IdentityPath = Own, EnrolmentPath = Waiting } } };
        Reply reply = (await machine.RunAgentAsync(0, new Request { Inspect = inspect }))[^1];
        ObservedIdentity held = Assert.Single(reply.Observed.Identities);
        Assert.Null(held.Own);
        Assert.Null(held.Enrolment);
    }

    [Fact]
    public void Identity_that_is_cut_anywhere_is_none_or_itself()
    {
        using ServiceStore store = ServiceStore.Open(_folder["state"], "DEMO", Registrar.DefaultNodeLife, TimeProvider.System);
        byte[] whole = Encoding.ASCII.GetBytes(store.Registrar.Enrol("relay-1"));
        SimulatedMachine machine = new();
        for (int length = 0; length <= whole.Length; length += 7)
        {
            machine.Disk.Put(Own, Encoding.ASCII.GetString(whole[..length]));
            HeldCertificate? held = new Orchestrator.Agent.Observe.IdentityObserver(machine.Disk)
                .Observe(new IdentityPlace { Node = "relay-1", IdentityPath = Own, EnrolmentPath = "/none" }).Own;
            Assert.True(held is null || held.Name == "spiffe://demo/enrolment/relay-1");
        }
    }

    private static string SerialOf(string pem) => IdentityFile.FromText(pem).Own.SerialNumber;
}
