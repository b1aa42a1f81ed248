using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Serve;

/// <summary><c>pool rollout pause|resume|abort</c> from one process reach the <c>pool apply</c> of another one.</summary>
public sealed class SteeringTests
{
    private const int RolledBack = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string[] Apply = ["apply", "--auto-approve", "--ignore-slots", "nobody forges here", "--output", "ndjson"];

    [RootFact]
    public async Task Apply_of_another_process_is_paused_resumed_and_aborted()
    {
        // Long enough for a person's command to come in between, on a busy computer too.
        using FolderFleet fleet = new(hold: "4s");
        Assert.Equal(0, (await RunAsync(fleet, Apply)).ExitCode);
        fleet.Release(2);
        using Process applying = Process.Start(fleet.Pool(Apply))!;
        Task<string> errors = applying.StandardError.ReadToEndAsync();
        ConcurrentQueue<string> told = [];
        Task reading = ReadAsync(applying, told);

        await SeeAsync(told, "activation_begun", "edge-1");
        Assert.Equal(0, (await RunAsync(fleet, "rollout", "pause", "--reason", "lunch")).ExitCode);
        await SeeAsync(told, "rollout_paused", null);
        await SeeAsync(told, "machine_healthy", "edge-1");
        Assert.Contains("paused", (await RunAsync(fleet, "rollout", "status")).Output, StringComparison.Ordinal);
        // Nobody else begins anything meanwhile.
        (int busy, string why) = await RunAsync(fleet, Apply);
        Assert.True(busy == 6, why);

        Assert.DoesNotContain(told, line => IsEvent(line, "activation_begun", "edge-2"));
        Assert.Equal(0, (await RunAsync(fleet, "rollout", "resume")).ExitCode);
        await SeeAsync(told, "activation_begun", "edge-2");
        Assert.Equal(0, (await RunAsync(fleet, "rollout", "abort", "--reason", "not today")).ExitCode);
        await applying.WaitForExitAsync();
        await reading;

        Assert.Equal(RolledBack, applying.ExitCode);
        Assert.Contains("not today", await errors, StringComparison.Ordinal);
        Assert.DoesNotContain(told, line => IsEvent(line, "activation_begun", "vault"));
        Assert.All(fleet.Machines.Keys, name => Assert.True(fleet.Runs(name), name));
        // There and back: the canary twice more, the producer never.
        Assert.Equal((3, 1), (fleet.StartsOf("edge-1"), fleet.StartsOf("vault")));
        Assert.Equal(RolledBack, (await RunAsync(fleet, "rollout", "status")).ExitCode);
    }

    private static async Task ReadAsync(Process process, ConcurrentQueue<string> told)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            told.Enqueue(line);
    }

    private static async Task SeeAsync(ConcurrentQueue<string> told, string type, string? machine)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!told.Any(line => IsEvent(line, type, machine)))
        {
            if (Stopwatch.GetElapsedTime(begin) > Patience)
                throw new TimeoutException($"no {type} {machine}:\n{string.Join('\n', told)}");
            await Task.Delay(20);
        }
    }

    private static bool IsEvent(string line, string type, string? machine)
    {
        using JsonDocument parsed = JsonDocument.Parse(line);
        return parsed.RootElement.TryGetProperty("event", out JsonElement happened)
            && happened.GetProperty("type").GetString() == type
            && (machine is null || happened.GetProperty("machine").GetString() == machine);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(FolderFleet fleet, params string[] verb)
    {
        using Process process = Process.Start(fleet.Pool(verb))!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
