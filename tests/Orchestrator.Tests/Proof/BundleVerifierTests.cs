using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Orchestrator.Tests.Support;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Proof;

[Collection(SharedProof.Name)]
public sealed class BundleVerifierTests(ProofOfSample sample)
{
    /// <summary>What nothing else in a proof depends on: times, tools, and what senders saw from their side.</summary>
    private const string Incidental =
        @"^\$(\.createdAt|\.tools\..*|\.times\..*|\.live\.counters.*|\.live\.sweeps\[\d+\]\.(milliseconds|answered|sourcePort)|\.digest|\.version|\.format)$";

    [RootFact]
    public void Check_good_proof_holds_also_with_its_digest()
    {
        string proof = BundleFile.Write(sample.Bundle!);
        string report = ReportPage.Render(sample.Bundle!);

        Assert.Null(BundleVerifier.Check(proof, report, null).Fault);
        Assert.Null(BundleVerifier.Check(proof, report, sample.Bundle!.Digest).Fault);
        Assert.NotNull(BundleVerifier.Check(proof, report, new string('0', 64)).Fault);
    }

    [RootFact]
    public void Check_every_single_value_that_is_changed_is_noticed()
    {
        string report = ReportPage.Render(sample.Bundle!);
        foreach (string path in SomeValues(everyNth: 9))
        {
            JsonNode root = JsonNode.Parse(BundleFile.Write(sample.Bundle!))!;
            Change(root, path);
            Assert.True(BundleVerifier.Check(root.ToJsonString(), report, null).Fault is not null, path);
        }
    }

    [RootFact]
    public void Check_value_that_is_changed_together_with_digest_and_report_is_noticed_where_anything_follows_from_it()
    {
        List<string> unnoticed = [];
        foreach (string path in SomeValues(everyNth: 7).Where(path => !Regex.IsMatch(path, Incidental)))
        {
            JsonNode root = JsonNode.Parse(BundleFile.Write(sample.Bundle!))!;
            Change(root, path);
            ProofBundle forged = BundleFile.Seal(BundleFile.Read(root.ToJsonString()));
            if (BundleVerifier.Check(BundleFile.Write(forged), ReportPage.Render(forged), null).Fault is null)
                unnoticed.Add(path);
        }
        Assert.True(unnoticed.Count == 0, string.Join("\n", unnoticed));
    }

    [RootFact]
    public void Check_rule_set_with_a_back_door_and_its_hash_repaired_is_noticed()
    {
        ProofBundle good = sample.Bundle!;
        ProofMachine vault = good.Machines[0];
        string opened = vault.RuleSet.Replace("\"policy\": \"drop\"", "\"policy\": \"accept\"", StringComparison.Ordinal);
        Assert.NotEqual(vault.RuleSet, opened);
        ProofBundle forged = BundleFile.Seal(good with
        {
            Machines = [vault with { RuleSet = opened, Sha256 = BundleFile.Sha256(opened) }, .. good.Machines.Skip(1)],
        });

        string? fault = BundleVerifier.Check(BundleFile.Write(forged), ReportPage.Render(forged), null).Fault;

        Assert.Contains("the rule sets do not lead to the findings", fault, StringComparison.Ordinal);
    }

    [RootFact]
    public void Check_evidence_that_is_left_out_is_missed()
    {
        ProofBundle good = sample.Bundle!;
        ProofBundle forged = BundleFile.Seal(good with { Live = good.Live with { Sweeps = [.. good.Live.Sweeps.Skip(1)] } });

        string? fault = BundleVerifier.Check(BundleFile.Write(forged), ReportPage.Render(forged), null).Fault;

        Assert.Contains("was not probed on every port", fault, StringComparison.Ordinal);
    }

    [RootFact]
    public void Check_packet_that_got_to_the_producer_and_is_left_out_is_missed()
    {
        ProofBundle good = sample.Bundle!;
        SweepEvidence[] sweeps = [.. good.Live.Sweeps
            .Select(sweep => sweep is { From: "edge-1", To: "vault", Protocol: "tcp", Family: "v4", Way: SweepEvidence.Incoming } ? sweep with { Passed = "" } : sweep)];
        ProofBundle forged = BundleFile.Seal(good with { Live = good.Live with { Sweeps = sweeps } });

        string? fault = BundleVerifier.Check(BundleFile.Write(forged), ReportPage.Render(forged), null).Fault;

        Assert.Contains("let nothing pass to ports 3001", fault, StringComparison.Ordinal);
    }

    [RootFact]
    public void Check_report_of_another_proof_is_noticed() =>
        Assert.Contains("report.html", BundleVerifier.Check(BundleFile.Write(sample.Bundle!), "<html></html>", null).Fault, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"format\":\"pooltopology-firewall-proof\",\"version\":1}")]
    public void Check_something_else_is_no_proof(string text) => Assert.Contains("not a proof", BundleVerifier.Check(text, "", null).Fault, StringComparison.Ordinal);

    [RootFact]
    public void Check_random_damage_is_a_sentence_and_never_an_exception()
    {
        const int seed = 61;
        Random random = new(seed);
        char[] proof = BundleFile.Write(sample.Bundle!).ToCharArray();
        for (int round = 0; round < 300; round++)
        {
            char[] damaged = [.. proof];
            for (int i = 0; i < 1 + random.Next(4); i++)
                damaged[random.Next(damaged.Length)] = (char)random.Next(32, 127);
            string text = new string(damaged)[..random.Next(damaged.Length - 100, damaged.Length)];
            if (!text.AsSpan().SequenceEqual(proof))
                Assert.True(BundleVerifier.Check(text, "", null).Fault is not null, $"seed {seed} round {round}");
        }
    }

    /// <summary>Paths of values in the proof: a part of those that are many alike, all of the others.</summary>
    private IEnumerable<string> SomeValues(int everyNth)
    {
        JsonNode root = JsonNode.Parse(BundleFile.Write(sample.Bundle!))!;
        return Leaves(root).Where((path, index) => index % everyNth == 0 || !path.Contains("sweeps[", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Leaves(JsonNode node) => node switch
    {
        JsonObject inner => inner.Where(one => one.Value is not null).SelectMany(one => Leaves(one.Value!)),
        JsonArray list => list.Where(one => one is not null).SelectMany(one => Leaves(one!)),
        _ => [node.GetPath()],
    };

    private static void Change(JsonNode root, string path)
    {
        JsonNode leaf = Leaf(root, path);
        JsonNode replacement = leaf.GetValueKind() switch
        {
            System.Text.Json.JsonValueKind.String => Changed(path, leaf.GetValue<string>()),
            System.Text.Json.JsonValueKind.Number => leaf.GetValue<double>() + 1,
            System.Text.Json.JsonValueKind.True => false,
            _ => true,
        };
        leaf.ReplaceWith(replacement);
    }

    private static string Changed(string path, string text) => path switch
    {
        _ when path.EndsWith(".createdAt", StringComparison.Ordinal) => "2001-01-01T00:00:00+00:00",
        _ when path.Contains(".ports", StringComparison.Ordinal) => "1-65534",
        _ when path.EndsWith(".passed", StringComparison.Ordinal) => text.Length == 0 ? "22" : $"22,{text}",
        _ when path.EndsWith(".answered", StringComparison.Ordinal) => "9",
        _ => text + "x",
    };

    private static JsonNode Leaf(JsonNode root, string path)
    {
        JsonNode node = root;
        foreach (Match step in Regex.Matches(path, @"\['([^']*)'\]|\.([^.\[\]]+)|\[(\d+)\]"))
            node = step.Groups[3].Success ? node[int.Parse(step.Groups[3].Value, null)]! : node[step.Groups[1].Success ? step.Groups[1].Value : step.Groups[2].Value]!;
        return node;
    }
}
