using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Events;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Proof;

/// <summary>Proofs of real kernels.</summary>
[Collection(SharedProof.Name)]
public sealed class ProofRunTests(ProofOfSample sample)
{
    [RootFact]
    public void RunAsync_derived_rules_are_proved_by_model_and_measurement()
    {
        ProofBundle bundle = sample.Bundle!;

        Assert.True(bundle.Verdict.IsProved, string.Join('\n', bundle.Verdict.Sentences));
        Assert.Empty(bundle.Model.Findings);
        SweepEvidence[] toProducer = [.. bundle.Live.Sweeps.Where(sweep => sweep is { Way: SweepEvidence.Incoming, To: "vault" })];
        Assert.Equal(16, toProducer.Length);
        Assert.All(toProducer, sweep => Assert.Equal(65_535, sweep.Arrived));
        Assert.Equal(
            ["edge-1 tcp v4 3001", "edge-2 tcp v4 3001", "outside tcp v4 12798"],
            toProducer.SelectMany(sweep => sweep.Passed.Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Select(port => $"{sweep.From} {sweep.Protocol} {sweep.Family} {port}")).Order(StringComparer.Ordinal).OrderBy(one => one.Length));
        Assert.Contains(bundle.Live.Sweeps, sweep => sweep is { Way: SweepEvidence.Outgoing, To: Stranger.Name, Passed: "", Refused: 65_535 });
    }

    [RootFact]
    public void RunAsync_the_rule_sets_own_counters_saw_the_probes_too()
    {
        CounterEvidence refused = sample.Bundle!.Live.Counters.Single(counter => counter is { Machine: "vault", Name: "refused-in" });
        long probes = sample.Bundle.Live.Sweeps.Where(sweep => sweep is { Way: SweepEvidence.Incoming, To: "vault" }).Sum(sweep => sweep.Arrived);

        // Strangers at the node's port are counted elsewhere: one TCP probe of each of the sweeps that are not a relay's over IPv4.
        Assert.InRange((long)(refused.After - refused.Before), probes - 16, probes + 1000);
    }

    [RootFact]
    public void RunAsync_leaves_nothing_behind_and_says_what_it_does()
    {
        Assert.Equal(["table inet pool"], sample.TablesAfterwards);
        Assert.Equal(["rules_read", "model_judged", "firewalls_probed"], sample.Told.Select(one => one.Type));
        Assert.All(sample.Told, one => Assert.NotEmpty(EventJson.Line(one)));
    }

    [RootFact]
    public async Task RunAsync_open_door_is_found_by_the_model_and_by_the_probes_with_its_rule()
    {
        await using ProofLab lab = await ProofLab.StartAsync();
        await lab.NftAsync("vault", "insert rule inet pool input ip saddr 10.77.255.250 tcp dport 4000-4002 accept comment \"back door\"");

        ProofBundle bundle = await lab.Run().RunAsync(isExhaustive: false, CancellationToken.None);

        Assert.False(bundle.Verdict.IsProved);
        FindingEntry finding = Assert.Single(bundle.Model.Findings);
        Assert.Equal(("exposed", "vault", "incoming", "v4", "port 4000-4002"), (finding.Kind, finding.Machine, finding.Path, finding.Family, finding.Ports));
        Assert.Contains("everyone else", finding.Peers);
        Assert.Contains("tcp dport 4000-4002 accept", finding.Rule, StringComparison.Ordinal);
        SweepEvidence caught = bundle.Live.Sweeps.Single(sweep => sweep is { From: Stranger.Name, To: "vault", Protocol: "tcp", Family: "v4" });
        Assert.Equal("4000-4002", caught.Passed);
        Assert.Contains("rect x=", ReportPage.Render(bundle), StringComparison.Ordinal);
    }

    [RootFact]
    public async Task RunAsync_rules_that_are_not_understood_end_it_with_their_place()
    {
        await using ProofLab lab = await ProofLab.StartAsync();
        await lab.NftAsync("edge-1", "insert rule inet pool input meta mark 7 accept");

        CommandFailure failure = await Assert.ThrowsAsync<CommandFailure>(() => lab.Run().RunAsync(isExhaustive: false, CancellationToken.None));

        Assert.Equal(ExitCodes.VerificationFailed, failure.ExitCode);
        Assert.Contains("edge-1", failure.Message, StringComparison.Ordinal);
        Assert.Contains("meta mark", failure.Message, StringComparison.Ordinal);
    }
}
