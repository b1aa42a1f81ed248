using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Health.V1;
using PoolTopology.Orchestrator.Authority;
using PoolTopology.Orchestrator.Server;
using PoolTopology.Orchestrator.Tests.Support;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Control.V1;
using PoolTopology.Rpc.Health;
using PoolTopology.Rpc.Identity;
using PoolTopology.Rpc.Orchestrator.V1;
using PoolTopology.TestKit.Time;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Authority;

public sealed class MutualTlsTests
{
    private static readonly RpcCallOptions Soon = RpcCallOptions.Within(TimeSpan.FromSeconds(30));

    [Fact]
    public async Task Operator_with_a_certificate_asks_and_is_answered()
    {
        await using SecureOrchestrator server = SecureOrchestrator.Start();
        using RpcChannel channel = server.ConnectAs(PeerRole.Operator, "ann");
        Pool pool = await channel.UnaryAsync(OrchestratorMethods.GetPool, new GetPoolRequest(), Soon, CancellationToken.None);
        Assert.Equal("DEMO", pool.Ticker);
    }

    [Fact]
    public async Task Certificate_of_another_authority_is_refused_by_both_ends()
    {
        await using SecureOrchestrator server = SecureOrchestrator.Start();
        await using SecureOrchestrator stranger = SecureOrchestrator.Start();
        X509Certificate2 foreign = stranger.Issue(PeerRole.Operator, "ann");

        // A client that trusts the server, with a certificate that the server does not trust.
        using RpcChannel refused = server.Connect(foreign);
        Assert.Equal(RpcStatusCode.Unavailable, (await FailAsync(refused)).Code);
        Assert.IsType<PeerRefusal.OtherAuthority>(Assert.Single(server.Refused));

        // A client that does not trust the server says so itself.
        using RpcChannel refusing = server.Connect(foreign, stranger.Store.Authority.Certificate);
        RpcException failure = await FailAsync(refusing);
        Assert.Equal(RpcStatusCode.Unauthenticated, failure.Code);
        Assert.Contains("the server was refused: the certificate of CN=orchestrator", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expired_certificate_is_refused_by_the_server_and_told_by_the_client()
    {
        await using SecureOrchestrator server = SecureOrchestrator.Start();
        VirtualTime past = new(DateTimeOffset.UtcNow.AddDays(-2));
        using CertificateAuthority then = CertificateAuthority.Open(AuthorityFolder(server), "demo", past);
        X509Certificate2 expired = then.IssueWithKey(new PeerName("demo", PeerRole.Operator, "ann"), TimeSpan.FromHours(1));

        using RpcChannel honest = server.Connect(expired);
        RpcException told = await FailAsync(honest);
        Assert.Equal(RpcStatusCode.Unauthenticated, told.Code);
        Assert.Contains("spiffe://demo/operator/ann expired at", told.Detail, StringComparison.Ordinal);

        using RpcChannel late = new(server.EndPoint, RpcChannelOptions.Default with
        {
            Identity = new RpcIdentity(server.Store.Authority.Certificate, expired, past),
        });
        Assert.NotEqual(RpcStatusCode.Ok, (await FailAsync(late)).Code);
    }

    [Fact]
    public async Task Certificate_of_another_pool_is_refused_although_the_authority_is_the_same()
    {
        await using SecureOrchestrator server = SecureOrchestrator.Start();
        using RpcChannel channel = server.Connect(server.Issue(PeerRole.Operator, "ann", pool: "other"));
        RpcException failure = await FailAsync(channel);
        Assert.Contains("spiffe://demo/orchestrator/orchestrator, and this is pool other", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_is_refused_under_another_name_and_may_not_ask_what_operators_may()
    {
        await using SecureOrchestrator server = SecureOrchestrator.Start();
        using RpcChannel channel = server.ConnectAs(PeerRole.Node, "relay-1");
        Assert.Equal(RpcStatusCode.PermissionDenied, (await FailAsync(channel)).Code);

        await using DuplexCall<NodeReport, Order> call = channel.Duplex(ControlMethods.Attach, RpcCallOptions.None, CancellationToken.None);
        await call.WriteAsync(new NodeReport { Hello = new Hello { Name = "bp" } }, CancellationToken.None);
        RpcException failure = await Assert.ThrowsAsync<RpcException>(() => EndOfAsync(call));
        Assert.Equal(RpcStatusCode.PermissionDenied, failure.Code);
        Assert.Contains("spiffe://demo/node/relay-1, and the hello says \"bp\"", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_is_no_orchestrator_is_refused()
    {
        await using SecureOrchestrator server = SecureOrchestrator.Start();
        server.Identity.Replace(server.Issue(PeerRole.Node, "relay-1"));
        using RpcChannel channel = server.ConnectAs(PeerRole.Operator, "ann");
        Assert.Contains("an orchestrator is expected here", (await FailAsync(channel)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Denied_operator_loses_the_open_stream_and_every_further_call()
    {
        await using SecureOrchestrator server = SecureOrchestrator.Start();
        using RpcChannel channel = server.ConnectAs(PeerRole.Operator, "ann");
        await using IAsyncEnumerator<Pool> watch = channel.ServerStreamingAsync(
            OrchestratorMethods.WatchPool, new GetPoolRequest(), RpcCallOptions.None, CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());

        server.Store.Certificates.Deny(new PeerName("demo", PeerRole.Operator, "ann"), "lost her laptop");
        server.LookAround();
        RpcException cut = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await watch.MoveNextAsync())
            {
            }
        });
        Assert.Equal(RpcStatusCode.Unauthenticated, cut.Code);
        Assert.Contains("lost her laptop", (await FailAsync(channel)).Detail, StringComparison.Ordinal);

        Assert.True(server.Store.Certificates.Allow(new PeerName("demo", PeerRole.Operator, "ann")));
        await channel.UnaryAsync(OrchestratorMethods.GetPool, new GetPoolRequest(), Soon, CancellationToken.None);
    }

    [Fact]
    public async Task Enrolment_buys_certificates_until_the_first_one_is_used()
    {
        await using SecureOrchestrator server = SecureOrchestrator.Start();
        (X509Certificate2 authority, X509Certificate2 enrolment) = IdentityFile.FromText(server.Store.Registrar.Enrol("relay-1"));
        using RpcChannel enrolling = server.Connect(enrolment, authority);
        Assert.Equal(RpcStatusCode.PermissionDenied, (await FailAsync(enrolling)).Code);

        // The answer to the first request is lost; the second one counts.
        (await BuyAsync(enrolling)).Dispose();
        X509Certificate2 own = await BuyAsync(enrolling);
        Assert.Equal("spiffe://demo/node/relay-1", RpcIdentity.NameIn(own)!.Uri);

        using RpcChannel node = server.Connect(own);
        HealthCheckResponse health = await node.UnaryAsync(HealthMethods.Check, new HealthCheckRequest(), Soon, CancellationToken.None);
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);
        RpcException spent = await Assert.ThrowsAsync<RpcException>(() => BuyAsync(enrolling));
        Assert.Contains("was used already", spent.Detail, StringComparison.Ordinal);
        (await BuyAsync(node)).Dispose();
    }

    [Fact]
    public async Task Certificate_that_the_ledger_does_not_remember_is_refused()
    {
        await using SecureOrchestrator server = SecureOrchestrator.Start();
        using RpcChannel channel = server.Connect(
            server.Store.Authority.IssueWithKey(new PeerName("demo", PeerRole.Operator, "ann"), TimeSpan.FromHours(1)));
        Assert.Contains("does not remember", (await FailAsync(channel)).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_client_gets_no_answer()
    {
        await using SecureOrchestrator server = SecureOrchestrator.Start();
        using RpcChannel channel = new(server.EndPoint, RpcChannelOptions.Default);
        Assert.NotEqual(RpcStatusCode.Ok, (await FailAsync(channel)).Code);
    }

    private static Task<RpcException> FailAsync(RpcChannel channel) => Assert.ThrowsAsync<RpcException>(
        () => channel.UnaryAsync(OrchestratorMethods.GetPool, new GetPoolRequest(), Soon, CancellationToken.None));

    private static async Task<X509Certificate2> BuyAsync(RpcChannel channel)
    {
        using CertificateWish wish = new("relay-1");
        RenewResponse answer = await channel.UnaryAsync(
            RegistrationService.Renew, new RenewRequest { Request = ByteString.CopyFrom(wish.Request) }, Soon, CancellationToken.None);
        return wish.Fulfil(answer.Certificate.ToByteArray());
    }

    private static async Task EndOfAsync(DuplexCall<NodeReport, Order> call)
    {
        await foreach (Order _ in call.ReadAllAsync(CancellationToken.None))
        {
        }
    }

    private static string AuthorityFolder(SecureOrchestrator server) =>
        Path.Combine(server.Paths.Root, "serve", "authority");
}
