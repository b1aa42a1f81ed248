using System.Text.Json;
using PoolTopology.EndToEnd.Support;
using Xunit;

namespace PoolTopology.EndToEnd.Isolation;

/// <summary><c>pool firewall prove</c> on a pool that runs, and <c>pool firewall verify</c> of what it wrote.</summary>
public sealed class ProofTests
{
    [IsolationFact]
    public async Task Running_pool_is_proved_goes_on_and_a_door_that_somebody_opens_is_found()
    {
        using PoolFolder folder = new();
        string bundle = Path.Combine(folder.Root, "bundle");
        await using PoolRun run = await PoolRun.StartHealthyAsync(folder, "--isolate");

        Finished proved = await run.CommandAsync("firewall", "prove", "--out", bundle, "--output", "ndjson");

        Assert.True(proved.ExitCode == 0, proved.Output + proved.Errors);
        JsonElement concluded = Last(proved);
        Assert.True(concluded.GetProperty("proved").GetBoolean());
        string digest = concluded.GetProperty("digest").GetString()!;
        Assert.Equal(0, (await VerifyAsync(bundle, "--digest", digest)).ExitCode);
        Assert.Equal(9, (await VerifyAsync(bundle, "--digest", new string('0', 64))).ExitCode);
        await run.AdoptedByAsync(PoolRun.Nodes, from: run.Events.Count);

        string proof = Path.Combine(bundle, "proof.json");
        await File.WriteAllTextAsync(proof, (await File.ReadAllTextAsync(proof)).Replace("\"arrived\": 65535", "\"arrived\": 65534", StringComparison.Ordinal));
        Finished tampered = await VerifyAsync(bundle);
        Assert.Equal(9, tampered.ExitCode);
        Assert.Contains("it was changed", tampered.Output, StringComparison.Ordinal);

        string vault = run.Events.All.First(line => line.Type == "firewall_applied" && line.Json.GetProperty("machine").GetString() == "vault")
            .Json.GetProperty("namespace").GetString()!;
        await Programs.RunAsync("ip", "netns", "exec", vault, "nft", "insert rule inet pool input tcp dport 3001 accept");
        Finished opened = await run.CommandAsync("firewall", "prove", "--out", bundle);
        Assert.Equal(9, opened.ExitCode);
        Assert.Contains("tcp dport 3001 accept", opened.Output, StringComparison.Ordinal);
        Assert.Contains("everyone else", opened.Output, StringComparison.Ordinal);
        Assert.Equal(9, (await VerifyAsync(bundle)).ExitCode);
        await run.InterruptAsync();
    }

    [IsolationFact]
    public async Task Nothing_runs_and_nothing_is_proved()
    {
        using PoolFolder folder = new();

        Finished proved = await Programs.RunAsync(
            Programs.Pool, "firewall", "prove", "--out", Path.Combine(folder.Root, "bundle"), "--state", folder.State, "-f", folder.TopologyFile);

        Assert.Equal(8, proved.ExitCode);
        Assert.Contains("pool up --isolate", proved.Errors, StringComparison.Ordinal);
    }

    private static Task<Finished> VerifyAsync(string bundle, params string[] options) =>
        Programs.RunAsync(Programs.Pool, ["firewall", "verify", bundle, .. options]);

    private static JsonElement Last(Finished finished)
    {
        using JsonDocument line = JsonDocument.Parse(finished.Output.TrimEnd().Split('\n')[^1]);
        return line.RootElement.Clone();
    }
}
