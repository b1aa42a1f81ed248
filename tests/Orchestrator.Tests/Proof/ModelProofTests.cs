using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.Plan;
using PoolTopology.Orchestrator.Proof;
using PoolTopology.Orchestrator.Tests.Plan;
using PoolTopology.Topology.Derive;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Proof;

public sealed class ModelProofTests
{
    private readonly PlanSamples _sample = new();

    [Fact]
    public void OfDesired_names_who_reaches_the_producer_and_nobody_else()
    {
        ModelProof proof = ModelProof.OfDesired(_sample.Document, [.. _sample.Document.Machines.Select(machine => machine.Name)]);

        Assert.True(proof.Holds);
        Assert.Equal(
            "proof: bp is reachable from edge-1, edge-2 only; the rules for 4 machines do for every header what the topology wants",
            proof.Line);
    }

    [Fact]
    public void OfDesired_judges_the_producers_machine_whatever_changes() => Assert.Equal(
        "proof: bp is reachable from edge-1, edge-2 only; the rules for 1 machine do for every header what the topology wants",
        ModelProof.OfDesired(_sample.Document, []).Line);

    [Fact]
    public void OfKernels_rules_that_hold_have_no_problem()
    {
        ModelProof proof = ModelProof.OfKernels(_sample.Document, Listings());

        Assert.True(proof.Holds);
        Assert.Empty(proof.LooseTables);
        Assert.EndsWith("the kernels' rules on 4 machines do for every header what the topology wants", proof.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void OfKernels_door_in_the_pools_table_is_found_and_can_be_shut_by_loading()
    {
        Dictionary<string, string> listings = Listings();
        listings["edge-1"] = With(listings["edge-1"], Rule("pool", "input", """{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":4444}},{"accept":null}"""), atFirstRule: true);

        ModelProof proof = ModelProof.OfKernels(_sample.Document, listings);

        FirewallProblem problem = proof.Problems.First();
        Assert.Equal("edge-1", problem.Machine);
        Assert.Contains("port 4444", problem.Sentence, StringComparison.Ordinal);
        Assert.Equal(["edge-1"], proof.LooseTables.AsEnumerable());
        Assert.StartsWith("proof: NOT what the topology wants: ", proof.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void OfKernels_table_of_another_program_is_found_and_loading_would_not_help()
    {
        Dictionary<string, string> listings = Listings();
        listings["edge-2"] = With(
            listings["edge-2"],
            """{"table":{"family":"inet","name":"other","handle":9}},{"chain":{"family":"inet","table":"other","name":"shut","handle":1,"type":"filter","hook":"input","prio":5,"policy":"accept"}}"""
            + "," + Rule("other", "shut", """{"match":{"op":"==","left":{"payload":{"protocol":"tcp","field":"dport"}},"right":3001}},{"drop":null}"""),
            atFirstRule: false);

        ModelProof proof = ModelProof.OfKernels(_sample.Document, listings);

        Assert.All(proof.Problems, problem => Assert.Equal("edge-2", problem.Machine));
        Assert.NotEmpty(proof.Problems);
        Assert.Empty(proof.LooseTables);
    }

    [Fact]
    public void OfKernels_rule_that_is_not_understood_is_a_problem_and_loading_helps_where_it_is_in_our_table()
    {
        Dictionary<string, string> listings = Listings();
        listings["vault"] = With(listings["vault"], Rule("pool", "input", """{"match":{"op":"==","left":{"meta":{"key":"mark"}},"right":7}},{"accept":null}"""), atFirstRule: true);

        ModelProof proof = ModelProof.OfKernels(_sample.Document, listings);

        Assert.Contains("meta mark", Assert.Single(proof.Problems).Sentence, StringComparison.Ordinal);
        Assert.Equal(["vault"], proof.LooseTables.AsEnumerable());
    }

    [Fact]
    public void OfFirewall_says_what_the_kernel_does_otherwise()
    {
        Dictionary<string, string> listings = Listings();
        listings["vault"] = """{"nftables":[]}""";

        ModelProof proof = ModelProof.OfKernels(_sample.Document, listings);

        Assert.NotEmpty(DriftCommand.OfFirewall("vault", proof));
        Assert.All(DriftCommand.OfFirewall("vault", proof), line => Assert.StartsWith("firewall: ", line, StringComparison.Ordinal));
        Assert.Empty(DriftCommand.OfFirewall("edge-1", proof));
    }

    [Fact]
    public void Plan_loads_a_loose_firewall_again_and_nothing_else()
    {
        DeploymentPlan plan = Planner.Make(new PlanInput(
            _sample.Document, new string('a', 64), _sample.Reading.Sources, _sample.Desired, _sample.InForce(), _sample.Programs, _ => null)
        {
            LooseFirewalls = new HashSet<string> { "edge-1" },
        });

        MachineChange change = Assert.Single(plan.Machines);
        Assert.Equal(("edge-1", true), (change.Machine, change.LoadsFirewall));
        Assert.Equal(PlannedStepKind.LoadFirewall, Assert.Single(change.Steps).Kind);
        Assert.Empty(change.Files);
    }

    private Dictionary<string, string> Listings() => _sample.Document.Machines.ToDictionary(
        machine => machine.Name, machine => FirewallDerivation.For(_sample.Document, machine.Name).RenderListing());

    private static string Rule(string table, string chain, string expressions) =>
        $$$"""{"rule":{"family":"inet","table":"{{{table}}}","chain":"{{{chain}}}","handle":999,"expr":[{{{expressions}}}]}}""";

    private static string With(string listing, string items, bool atFirstRule)
    {
        int at = atFirstRule ? listing.IndexOf("{\"rule\"", StringComparison.Ordinal) : listing.LastIndexOf("]}", StringComparison.Ordinal);
        return atFirstRule ? listing.Insert(at, items + ",") : listing.Insert(at, "," + items);
    }
}
