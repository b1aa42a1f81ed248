using System.Reflection;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using PoolTopology.Topology.Firewall;
using PoolTopology.Topology.Lint;
using PoolTopology.Topology.Tests.Deployment;
using PoolTopology.Topology.Tests.Firewall;
using Xunit;

namespace PoolTopology.Topology.Tests.Lint;

public sealed class PoolLintTests
{
    [Theory]
    [InlineData("own")]
    [InlineData("reference")]
    public void Check_what_is_derived_from_the_sample_finds_nothing(string sample) =>
        Assert.Empty(PoolLint.Check(SampleTopologies.Read(DeploymentSamples.Text(sample)), "topology.yaml", DeploymentSamples.Pool(sample)));

    [Fact]
    public void Check_what_is_derived_from_random_plans_finds_no_error()
    {
        const int seed = 4;
        Random random = new(seed);
        for (int i = 0; i < 200; i++)
        {
            TopologyDocument document = RandomTopologies.Next(random);
            IEnumerable<LintFinding> found = PoolLint.Check(new LintedPool(
                document, new PoolDerivation(document, SampleNetworks.Facts).Machines, Firewalls(document)));
            Assert.True(!found.Any(), $"seed {seed}, plan {i}: {string.Join('\n', found)}");
        }
    }

    [Theory]
    [InlineData("PT002", "own", "edge-1", "/relay-1/topology.json", "\"advertise\": false", "\"advertise\": true")]
    [InlineData("PT003", "own", "vault", "/bp/topology.json", "\"useLedgerAfterSlot\": -1", "\"useLedgerAfterSlot\": 0")]
    [InlineData("PT003", "own", "spare", "/bp-2/topology.json", "\"useLedgerAfterSlot\": -1", "\"useLedgerAfterSlot\": 77")]
    [InlineData("PT004", "own", "vault", "/bp/topology.json", "\"bootstrapPeers\": null", "\"bootstrapPeers\": [{}]")]
    [InlineData("PT005", "own", "vault", "/bp/config.json", "\"PeerSharing\": false", "\"PeerSharing\": true")]
    [InlineData("PT005", "own", "vault", "/bp/config.json", "\"PeerSharing\": false", "\"Peersharing\": false")]
    [InlineData("PT006", "own", "vault", "/bp/topology.json", "\"hotValency\": 2", "\"hotValency\": 1")]
    [InlineData("PT007", "own", "vault", "/bp/topology.json", "\"warmValency\": 2", "\"warmValency\": 1")]
    [InlineData("PT008", "own", "edge-1", "/relay-1/topology.json", "198.51.100.12", "203.0.113.20", "\"port\": 3002", "\"port\": 3001")]
    [InlineData("PT009", "own", "vault", "/bp/topology.json", "\"trustable\": true", "\"trustable\": false")]
    [InlineData("PT011", "own", "edge-1", "/relay-1/topology.json", "\"trustable\": false", "\"trustable\": true")]
    [InlineData("PT011", "own", "vault", "/bp/topology.json", "203.0.113.11", "203.0.113.99")]
    [InlineData("PT014", "own", "vault", ".service", "keys/bp/kes.skey", "keys/bp/cold.skey")]
    [InlineData("PT014", "reference", "vault", ".service", "keys/bp/vrf.skey", "keys/bp/node.skey")]
    [InlineData("PT022", "own", "vault", ".service", "--metrics-addr 203.0.113.10", "--metrics-addr 0.0.0.0")]
    [InlineData("PT022", "own", "edge-1", ".service", "--rpc-addr 203.0.113.11", "--rpc-addr [::]")]
    [InlineData("PT022", "reference", "vault", "/bp/config.json", "PrometheusSimple suffix 203.0.113.10", "PrometheusSimple suffix 0.0.0.0")]
    [InlineData("PT024", "own", "vault", "/bp/config.json", "\"TargetNumberOfKnownPeers\": 100", "\"TargetNumberOfKnownPeers\": 29")]
    [InlineData("PT024", "own", "edge-1", "/relay-1/config.json", "\"Protocol\": \"Cardano\"", "\"TargetNumberOfActivePeers\": 31")]
    [InlineData("PT025", "own", "vault", "/bp/config.json", "\"TargetNumberOfKnownPeers\": 100", "\"TargetNumberOfKnownPeers\": 1")]
    [InlineData("PT026", "own", "vault", ".service", "TimeoutStopSec=300", "TimeoutStopSec=299")]
    [InlineData("PT026", "reference", "edge-1", ".service", "\nKillSignal=SIGINT", "\nKillSignal=SIGTERM")]
    [InlineData("PT026", "own", "edge-2", ".service", "TimeoutStopSec=300", "TimeoutStopSec=never")]
    [InlineData("PT030", "own", "edge-2", "/relay-2/config.json", "shelley.json", "shelly.json")]
    [InlineData("PT031", "own", "edge-2", "/relay-2/config.json", "85a0a92a", "85a0a92b")]
    [InlineData("PT123", "own", "vault", "/bp/config.json", "{\n", "{{\n")]
    [InlineData("PT123", "own", "edge-1", "/relay-1/topology.json", "\"useLedgerAfterSlot\"", "\"localRoots\"")]
    [InlineData("PT120", "reference", "spare", ".service", "--start-as-non-producing-node", "--start-as-producing-node")]
    [InlineData("PT120", "reference", "spare", ".service", "StateDirectoryMode=0700", "ExecReload=/bin/kill -HUP $MAINPID")]
    [InlineData("PT120", "own", "spare", ".service", "--metrics-addr 203.0.113.20:12798", "--shelley-kes-key /etc/pooltopology/keys/bp/kes.skey")]
    public void Check_mutant_is_caught(string code, string sample, string machine, string file, params string[] edits)
    {
        LintFinding[] found = [.. Check(sample, machine, derived => Edit(derived, file, edits))];

        Assert.Contains(found, finding => finding.Code == code);
        Assert.All(found, finding => Assert.StartsWith($"{machine}:/", finding.Place, StringComparison.Ordinal));
        Assert.All(found, finding => Assert.NotEmpty(finding.Path));
    }

    [Theory]
    [InlineData("PT015", "kes.skey", UnixFileMode.GroupRead)]
    [InlineData("PT016", "vrf.skey", UnixFileMode.OtherRead)]
    [InlineData("PT015", "vrf.skey", UnixFileMode.GroupRead)]
    public void Check_key_that_others_may_read_is_caught(string code, string key, UnixFileMode others)
    {
        IEnumerable<LintFinding> found = Check("own", "vault", machine => machine with
        {
            Secrets = machine.Secrets
                .Select(secret => secret.Path.EndsWith(key, StringComparison.Ordinal) ? secret with { Mode = secret.Mode | others } : secret)
                .ToValueList(),
        });

        Assert.Equal(code, Assert.Single(found).Code);
    }

    [Fact]
    public void Check_standby_of_cardano_node_that_would_be_reloaded_is_caught()
    {
        IEnumerable<LintFinding> found = Check("reference", "spare", machine => machine with
        {
            Files = machine.Files
                .Select(file => file.Path.EndsWith("topology.json", StringComparison.Ordinal) ? file with { Effect = new ChangeEffect.ReloadNode("bp-2") } : file)
                .ToValueList(),
        });

        Assert.Equal("PT120", Assert.Single(found).Code);
    }

    [Fact]
    public void Check_firewall_that_lets_strangers_to_the_producer_is_caught()
    {
        TopologyDocument document = DeploymentSamples.Document("own");
        foreach (Func<FirewallRuleSet, FirewallRuleSet> mutation in FirewallMutations())
        {
            IEnumerable<FirewallRuleSet> firewalls = Firewalls(document).Select(rules => rules.MachineName == "vault" ? mutation(rules) : rules);
            IEnumerable<LintFinding> found = PoolLint.Check(new LintedPool(document, DeploymentSamples.Pool("own").Machines, firewalls));
            Assert.Contains(found, finding => finding.Code == "PT001");
        }
    }

    [Fact]
    public void Catalog_explains_every_rule_once()
    {
        string[] codes = [.. typeof(FindingCode).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!) // Constants.
            .Where(code => code.StartsWith("PT", StringComparison.Ordinal))];

        Assert.Equal(codes.Order(StringComparer.Ordinal), LintCatalog.All.Select(rule => rule.Code));
        Assert.All(LintCatalog.All, rule => Assert.True(rule.Why.EndsWith('.') && rule.Fix.EndsWith('.') && !rule.Title.EndsWith('.'), rule.Code));
        Assert.Null(LintCatalog.Find("TY001"));
    }

    private static IEnumerable<Func<FirewallRuleSet, FirewallRuleSet>> FirewallMutations()
    {
        yield return rules => rules with { Chains = rules.Chains.Skip(1).ToValueList() };
        yield return rules => WithInput(rules, input => input.Where(rule => rule.Counter != "node-bp-strangers").Prepend(Accept(new FirewallMatch.TcpTo([3001]))));
        yield return rules => WithInput(rules, input => input.Prepend(Accept(new FirewallMatch.InState([ConnectionState.Established]))));
        yield return rules => WithInput(rules, input => input.Where(rule => rule.Counter != "node-bp-strangers").Append(Accept()));
        yield return rules => rules with
        {
            Sets = rules.Sets.Select(set => set.Name == "relays4" ? set with { Elements = set.Elements.Append("192.0.2.40").ToValueList() } : set).ToValueList(),
        };
    }

    private static FirewallRuleSet WithInput(FirewallRuleSet rules, Func<IEnumerable<FirewallRule>, IEnumerable<FirewallRule>> change) => rules with
    {
        Chains = rules.Chains.Select(chain => chain.Hook == FirewallHook.Input ? chain with { Rules = change(chain.Rules).ToValueList() } : chain).ToValueList(),
    };

    private static FirewallRule Accept(params FirewallMatch[] matches) => new([.. matches], FirewallVerdict.Accept, "producers.bp.port");

    private static IEnumerable<LintFinding> Check(string sample, string machine, Func<DesiredMachine, DesiredMachine> mutate)
    {
        TopologyDocument document = DeploymentSamples.Document(sample);
        IEnumerable<DesiredMachine> machines = DeploymentSamples.Pool(sample).Machines
            .Select(derived => derived.MachineName == machine ? mutate(derived) : derived);
        return PoolLint.Check(new LintedPool(document, machines, Firewalls(document)));
    }

    private static IEnumerable<FirewallRuleSet> Firewalls(TopologyDocument document) =>
        document.Machines.Select(machine => FirewallDerivation.For(document, machine.Name));

    private static DesiredMachine Edit(DesiredMachine machine, string end, string[] edits) => machine with
    {
        Files = machine.Files.Select(file => file.Path.EndsWith(end, StringComparison.Ordinal) ? Edit(file, edits) : file).ToValueList(),
    };

    private static DerivedFile Edit(DerivedFile file, string[] edits)
    {
        string text = file.Content.Text;
        for (int i = 0; i < edits.Length; i += 2)
        {
            Assert.Contains(edits[i], text, StringComparison.Ordinal);
            text = text.Replace(edits[i], edits[i + 1], StringComparison.Ordinal);
        }
        return file with { Content = FileContent.Of(text) };
    }
}
