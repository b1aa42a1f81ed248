using PoolTopology.EndToEnd.Support;
using PoolTopology.Rpc.Identity;
using PoolTopology.TestKit.Processes;
using Xunit;

namespace PoolTopology.EndToEnd.Serve;

/// <summary>Real nodes attach to a real <c>pool serve</c> over mutual TLS, and stock clients ask it.</summary>
public sealed class AttachTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Relay_enrols_attaches_outlives_the_service_and_attaches_again_without_the_enrolment()
    {
        using PoolFolder folder = new();
        string config = await DevnetAsync(folder);
        string listenOn = $"{folder.Address(30)}:7443";
        string enrolment = await EnrolAsync(folder, "relay-1");
        string home = Path.Combine(folder.Root, "relay-1");
        await using NodeProcess relay = NodeProcess.StartRelay(
            config, home, folder.AddressOf("relay-1"), [folder.AddressOf("relay-2")], "--control", listenOn,
            "--control-identity", Path.Combine(home, "control.pem"), "--control-enrolment", enrolment);
        await relay.UntilAsync("it runs without an orchestrator", _ => true);

        await using (ServeRun first = await ServeRun.StartAsync(folder, listenOn))
        {
            await first.Events.FirstAsync("the relay attaches", line => line is { Type: "node_attached", Name: "relay-1" });
            Finished status = await Programs.RunAsync(
                Programs.Pool, "status", "--output", "json", "--state", folder.State, "-f", folder.TopologyFile);
            Assert.Contains("\"name\":\"relay-1\"", status.Output, StringComparison.Ordinal);
            File.Delete(enrolment);
            await first.KillAsync();
        }

        Assert.NotNull(await relay.StatusAsync());
        await using ServeRun second = await ServeRun.StartAsync(folder, listenOn);
        await second.Events.FirstAsync("the relay attaches again", line => line is { Type: "node_attached", Name: "relay-1" });
        (_, System.Security.Cryptography.X509Certificates.X509Certificate2 own) = IdentityFile.Read(Path.Combine(home, "control.pem"));
        Assert.Equal("spiffe://e2e/node/relay-1", RpcIdentity.NameIn(own)!.Uri);
        Assert.Contains(relay.Log, line => line.Contains($"not attached to the orchestrator at {listenOn}, the node runs on", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Relay_that_is_shut_out_is_cut_off_and_reads_why()
    {
        using PoolFolder folder = new();
        string config = await DevnetAsync(folder);
        string listenOn = $"{folder.Address(30)}:7443";
        string home = Path.Combine(folder.Root, "relay-1");
        await using ServeRun serve = await ServeRun.StartAsync(folder, listenOn);
        await using NodeProcess relay = NodeProcess.StartRelay(
            config, home, folder.AddressOf("relay-1"), [folder.AddressOf("relay-2")], "--control", listenOn,
            "--control-identity", Path.Combine(home, "control.pem"), "--control-enrolment", await EnrolAsync(folder, "relay-1"));
        await serve.Events.FirstAsync("the relay attaches", line => line is { Type: "node_attached", Name: "relay-1" });

        Finished denied = await ServeAsync(folder, "deny", "relay-1", "--reason", "its disk was stolen");

        Assert.True(denied.ExitCode == 0, denied.Errors);
        await serve.Events.FirstAsync("the relay is cut off", line => line is { Type: "node_detached", Name: "relay-1" });
        await Eventually.BeTrueAsync("the relay says why", () =>
            relay.Log.Any(line => line.Contains("its disk was stolen", StringComparison.Ordinal)));
        Assert.NotNull(await relay.StatusAsync());
    }

    [NodeFact]
    public async Task Stock_client_with_a_certificate_checks_health_and_reflects_and_without_one_is_refused()
    {
        using PoolFolder folder = new();
        string listenOn = $"{folder.Address(30)}:7443";
        await using ServeRun serve = await ServeRun.StartAsync(folder, listenOn);
        string identity = Path.Combine(folder.Root, "ann.pem");
        Finished made = await ServeAsync(folder, "cert", "operator", "ann", "--out", identity);
        Assert.True(made.ExitCode == 0, made.Errors);

        Assert.Equal(["""{"status":"SERVING"}"""], await NodeScripts.RunAsync(Limit, "secure.mjs", listenOn, identity, "check"));
        Assert.Contains(
            "pooltopology.orchestrator.v1.Orchestrator", await NodeScripts.RunAsync(Limit, "secure.mjs", listenOn, identity, "services"));
        Assert.Equal(["""{"ticker":"E2E"}"""], await NodeScripts.RunAsync(Limit, "secure.mjs", listenOn, identity, "pool"));
        string refused = Assert.Single(await NodeScripts.RunAsync(Limit, "secure.mjs", listenOn, $"without:{identity}", "check"));
        Assert.Contains("\"code\":\"UNAVAILABLE\"", refused, StringComparison.Ordinal);
        await serve.Events.FirstAsync("the refusal is told", line =>
            line.Type == "connection_refused" && line.Json.GetProperty("reason").GetString() == "no certificate was shown");
    }

    private static async Task<string> DevnetAsync(PoolFolder folder)
    {
        string devnet = Path.Combine(folder.Root, "devnet");
        Finished made = await Programs.RunAsync(Programs.Keys, "devnet", "--out-dir", devnet);
        Assert.True(made.ExitCode == 0, made.Output + made.Errors);
        return Path.Combine(devnet, "config.json");
    }

    private static async Task<string> EnrolAsync(PoolFolder folder, string node)
    {
        string file = Path.Combine(folder.Root, $"{node}.enrolment.pem");
        Finished made = await ServeAsync(folder, "enroll", node, "--out", file);
        Assert.True(made.ExitCode == 0, made.Errors);
        return file;
    }

    private static Task<Finished> ServeAsync(PoolFolder folder, params string[] verb) =>
        Programs.RunAsync(Programs.Pool, ["serve", .. verb, "--state", folder.State, "-f", folder.TopologyFile]);
}
