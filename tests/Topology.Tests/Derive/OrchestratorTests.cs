using System.Net;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Firewall;
using Xunit;
using static PoolTopology.Topology.Tests.SampleTopologies;

namespace PoolTopology.Topology.Tests.Derive;

/// <summary>What <c>orchestrator: address:port</c> gives nodes and firewalls.</summary>
public sealed class OrchestratorTests
{
    [Fact]
    public void Read_address_and_port_of_either_family()
    {
        Assert.Null(Read(Public).Document!.Orchestrator);
        Assert.Equal(IPEndPoint.Parse("192.0.2.77:7443"), With("192.0.2.77:7443").Document!.Orchestrator);
        Assert.Equal(IPEndPoint.Parse("[2001:db8::77]:7443"), With("\"[2001:db8::77]:7443\"").Document!.Orchestrator);
    }

    [Theory]
    [InlineData("control.example.org:7443")]
    [InlineData("192.0.2.77")]
    [InlineData("192.0.2.77:0")]
    [InlineData("192.0.2.77:65536")]
    [InlineData("0.0.0.0:7443")]
    [InlineData("\"2001:db8::77:7443\"")]
    public void Read_anything_else_is_refused(string value) =>
        Assert.Contains(With(value).Findings, finding => finding is { Code: FindingCode.BadValue, Path: "orchestrator" });

    [Fact]
    public void Check_orchestrator_on_a_machine_of_the_pool_is_refused() =>
        Assert.Contains(With("203.0.113.11:7443").Findings, finding =>
            finding is { Code: FindingCode.OrchestratorOnMachine, Path: "orchestrator", Severity: Severity.Error });

    [Fact]
    public void For_hidden_machine_opens_the_way_out_to_it_and_nothing_in()
    {
        FirewallRuleSet rules = FirewallDerivation.For(With("192.0.2.77:7443").Document!, "vault");
        string text = rules.Render();
        Assert.Contains("192.0.2.77 . 7443", text, StringComparison.Ordinal);
        Assert.DoesNotContain("orchestrator", FirewallDerivation.For(With("192.0.2.77:7443").Document!, "edge-1").Render(), StringComparison.Ordinal);
        Assert.DoesNotContain("orchestrator", FirewallDerivation.For(Read(Public).Document!, "vault").Render(), StringComparison.Ordinal);
        FirewallRule[] about = [.. rules.Chains.SelectMany(chain => chain.Rules).Where(rule => rule.Path == "orchestrator")];
        Assert.Equal(4, about.Length);
        Assert.All(rules.Chains.Single(chain => chain.Hook == FirewallHook.Input).Rules.Where(rule => rule.Path == "orchestrator"),
            rule => Assert.Contains(rule.Matches, match => match is FirewallMatch.IsReply));
    }

    [Fact]
    public void For_units_tell_nodes_where_it_is_and_why()
    {
        DesiredMachine machine = MachineDerivation.For(With("192.0.2.77:7443").Document!, "edge-1", DeploymentFacts.None);
        DerivedFile unit = machine.Files.Single(file => file.Path.EndsWith("@relay-1.service", StringComparison.Ordinal));
        string[] lines = unit.Content.Text.Split('\n');
        int at = Array.FindIndex(lines, line => line.Contains("--control 192.0.2.77:7443", StringComparison.Ordinal));
        Assert.True(at > 0);
        Assert.Contains("--control-identity /var/lib/pooltopology/relay-1/control.pem", lines[at + 1], StringComparison.Ordinal);
        Assert.Equal("orchestrator", unit.Lines[at].Path);
    }

    [Fact]
    public void For_nodes_of_our_own_says_where_they_keep_what_they_attach_with_and_their_units_say_the_same()
    {
        DesiredMachine edge = new PoolDerivation(With("192.0.2.77:7443").Document!, DeploymentFacts.None).For("edge-1");
        ControlPlace place = Assert.Single(edge.ControlPlaces);
        Assert.Equal(edge.Units.Single().NodeName, place.NodeName);
        string unit = edge.Files.Single(file => file.Path.EndsWith(".service", StringComparison.Ordinal)).Content.Text;
        Assert.Contains($"--control-identity {place.IdentityPath}", unit, StringComparison.Ordinal);
        Assert.Contains($"--control-enrolment {place.EnrolmentPath}", unit, StringComparison.Ordinal);
        Assert.Contains($"User={place.Owner}\n", unit, StringComparison.Ordinal);
        Assert.Empty(new PoolDerivation(Read(Public).Document!, DeploymentFacts.None).For("edge-1").ControlPlaces);
    }

    private static TopologyResult With(string value) =>
        Read(Public.Replace("version: 1\n", $"version: 1\norchestrator: {value}\n", StringComparison.Ordinal));
}
