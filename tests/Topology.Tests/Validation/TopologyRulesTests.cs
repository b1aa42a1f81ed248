using PoolTopology.Topology.Document;
using PoolTopology.Topology.Findings;
using Xunit;
using static PoolTopology.Topology.Tests.SampleTopologies;

namespace PoolTopology.Topology.Tests.Validation;

public sealed class TopologyRulesTests
{
    [Fact]
    public void Check_sample_pool_has_nothing_to_say() => Assert.Empty(Read(Public).Findings);

    [Fact]
    public void Reference_to_a_machine_that_is_not_there_is_an_error() =>
        AssertSingle(PublicWith(("machine: edge-2", "machine: edge-3"), ("  edge-2: { address: 198.51.100.12, zone: sgp, ssh: { user: ops, port: 2222, jump: bastion } }\n", "")),
            Severity.Error, FindingCode.DanglingReference, "relays.relay-2.machine", "did you mean edge-1?");

    [Fact]
    public void Reference_misspelt_does_not_also_report_its_machine_as_unused() =>
        AssertSingle(PublicWith(("machine: vault", "machine: valt")), Severity.Error, FindingCode.DanglingReference, "producers.bp.machine", "did you mean vault?");

    [Fact]
    public void Reference_to_a_relay_that_is_not_there_is_an_error()
    {
        AssertSingle(PublicWith(("canary: relay-2", "canary: bp")), Severity.Error, FindingCode.DanglingReference, "rollout.canary");
        AssertSingle(PublicWith(("follows: [relay-2]", "follows: [relay-1, realy-2]")), Severity.Error, FindingCode.DanglingReference, "observers.eye.follows[1]", "did you mean relay-2?");
    }

    [Fact]
    public void Node_name_used_twice_is_an_error_also_when_only_capitals_differ()
    {
        AssertSingle(PublicWith(("eye:", "relay-1:")), Severity.Error, FindingCode.DuplicateName, "observers.relay-1");
        AssertSingle(PublicWith(("eye:", "BP:")), Severity.Error, FindingCode.DuplicateName, "observers.BP");
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(100, true)]
    public void Batch_that_takes_all_relays_is_an_error(int batch, bool isError)
    {
        string text = PublicWith(("canary: relay-2", $"canary: relay-2, batch: {batch}"));
        if (isError)
            AssertSingle(text, Severity.Error, FindingCode.BatchTakesAll, "rollout.batch", "at most 1");
        else
            Assert.Empty(Read(text).Findings);
    }

    [Theory]
    [InlineData("4m29s", true)]
    [InlineData("4m30s", false)]
    public void Alert_that_a_healthy_network_sets_off_is_a_warning(string silence, bool isWarning)
    {
        string text = PublicWith(("rollout:", $"alerts: {{ silence: {silence} }}\nrollout:"));
        if (isWarning)
            AssertSingle(text, Severity.Warning, FindingCode.AlertOnHealth, "alerts.silence", "at least 270s");
        else
            Assert.Empty(Read(text).Findings);
    }

    [Fact]
    public void Machine_address_used_twice_is_an_error() =>
        AssertSingle(PublicWith(("192.0.2.40", "203.0.113.11")), Severity.Error, FindingCode.DuplicateAddress, "machines.watch.address");

    [Fact]
    public void Port_of_a_machine_used_twice_is_an_error_for_each_service()
    {
        TopologyResult result = Read(PublicWith(
            ("relay-2: { machine: edge-2, port: 3002", "relay-2: { machine: edge-1, port: 3001, rpcPort: 3007, metricsPort: 22"),
            ("follows: [relay-2]", "rpcPort: 3003")));

        Assert.Equal(
            [(FindingCode.DuplicateEndPoint, "relays.relay-2.port"), (FindingCode.DuplicateEndPoint, "relays.relay-2.metricsPort"), (FindingCode.DuplicateEndPoint, "observers.eye.rpcPort")],
            result.Errors.Select(e => (e.Code, e.Path)));
    }

    [Fact]
    public void Second_active_producer_is_refused_and_a_standby_is_not()
    {
        const string machines = "  spare: { address: 203.0.113.20, zone: fra }\nproducers:\n";

        AssertSingle(PublicWith(("producers:\n", machines + "  bp-2: { machine: spare, port: 3001 }\n")), Severity.Error, FindingCode.TwoActiveProducers, "producers.bp");
        Assert.Empty(Read(PublicWith(("producers:\n", machines + "  bp-2: { machine: spare, port: 3001, standby: true }\n"))).Findings);
    }

    [Fact]
    public void Pool_without_an_active_producer_is_refused()
    {
        AssertSingle(PublicWith(("vault, port: 3001", "vault, port: 3001, standby: true")), Severity.Error, FindingCode.NoActiveProducer, "producers.bp.standby");
        Assert.Equal((FindingCode.NoActiveProducer, "producers"), Error(PublicWith(("producers:\n  bp: { machine: vault, port: 3001 }", "producers: {}"))));
    }

    [Fact]
    public void Standby_beside_the_active_producer_is_a_warning() =>
        AssertSingle(PublicWith(("producers:\n", "producers:\n  bp-2: { machine: vault, port: 3002, rpcPort: 1, metricsPort: 2, standby: true }\n")),
            Severity.Warning, FindingCode.StandbyBesideProducer, "producers.bp-2.machine");

    [Fact]
    public void Producer_without_any_relay_is_refused()
    {
        string text = PublicWith(
            ("  relay-1: { machine: edge-1, port: 3001, public: relay1.example.org }\n  relay-2: { machine: edge-2, port: 3002, public: relay2.example.org }\n", ""),
            ("relays:\n", "relays: {}\n"));

        Assert.Contains((FindingCode.ProducerWithoutRelay, "relays"), Read(text).Errors.Select(e => (e.Code, e.Path)));
    }

    [Fact]
    public void Relays_in_one_zone_or_only_one_relay_is_a_warning()
    {
        AssertSingle(PublicWith(("zone: sgp", "zone: fra")), Severity.Warning, FindingCode.RelayDiversity, "relays.relay-1");
        Assert.Empty(Read(PublicWith(("zone: sgp, ", ""))).Findings);
        string single = PublicWith(
            ("  relay-2: { machine: edge-2, port: 3002, public: relay2.example.org }\n", ""), ("follows: [relay-2]", "follows: [relay-1]"),
            ("canary: relay-2", "canary: relay-1"), ("  edge-2: { address: 198.51.100.12, zone: sgp, ssh: { user: ops, port: 2222, jump: bastion } }\n", ""));
        AssertSingle(single, Severity.Warning, FindingCode.RelayDiversity, "relays.relay-1");
    }

    [Fact]
    public void Relays_on_one_machine_is_a_warning()
    {
        TopologyResult result = Read(PublicWith(("edge-2, port: 3002", "edge-1, port: 3002, rpcPort: 1, metricsPort: 2")));

        Assert.Equal([FindingCode.UnusedMachine, FindingCode.RelayDiversity], result.Findings.Select(f => f.Code));
    }

    [Fact]
    public void Producer_beside_a_relay_is_an_error_and_on_a_devnet_a_warning()
    {
        (string, string) edit = ("bp: { machine: vault, port: 3001", "bp: { machine: edge-1, port: 3009, rpcPort: 1, metricsPort: 2");

        Assert.Equal((FindingCode.ProducerBesideRelay, "producers.bp.machine"), Error(PublicWith(edit)));
        TopologyResult devnet = Read(PublicWith(edit, ("preprod", "devnet")));
        Assert.NotNull(devnet.Document);
        Assert.Contains(devnet.Findings, f => (f.Severity, f.Code) == (Severity.Warning, FindingCode.ProducerBesideRelay));
    }

    [Theory]
    [InlineData("machine: watch, port: 3003", "machine: edge-1, port: 3003, rpcPort: 1, metricsPort: 2")]
    [InlineData("machine: watch, port: 3003", "machine: vault, port: 3003, rpcPort: 1, metricsPort: 2")]
    public void Observer_on_a_machine_of_the_pool_is_an_error(string old, string replacement) =>
        Assert.Equal((FindingCode.ObserverInsidePool, "observers.eye.machine"), Error(PublicWith((old, replacement))));

    [Fact]
    public void Producer_that_shares_no_address_family_with_a_relay_is_reported()
    {
        AssertSingle(PublicWith(("203.0.113.11", "2001:db8::11")), Severity.Warning, FindingCode.AddressFamilies, "producers.bp.machine");
        AssertSingle(PublicWith(("203.0.113.10", "2001:db8::10")), Severity.Error, FindingCode.AddressFamilies, "producers.bp.machine");
    }

    [Fact]
    public void Loopback_address_off_a_devnet_is_an_error_and_mixed_on_a_devnet_a_warning()
    {
        AssertSingle(PublicWith(("192.0.2.40", "127.0.0.40")), Severity.Error, FindingCode.LoopbackAddress, "machines.watch.address");
        AssertSingle(PublicWith(("192.0.2.40", "127.0.0.40"), ("preprod", "devnet")), Severity.Warning, FindingCode.LoopbackAddress, "machines.watch.address");
    }

    [Fact]
    public void Port_6000_on_a_relay_is_an_info() =>
        AssertSingle(PublicWith(("port: 3002", "port: 6000")), Severity.Info, FindingCode.ScannedPort, "relays.relay-2.port");

    [Theory]
    [InlineData("10.0.0.12", true)]
    [InlineData("172.15.0.1", false)]
    [InlineData("172.16.0.1", true)]
    [InlineData("172.31.255.1", true)]
    [InlineData("172.32.0.1", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("100.128.0.1", false)]
    [InlineData("169.254.1.1", true)]
    public void Relay_on_a_private_address_without_a_public_name_is_a_warning(string address, bool isPrivate)
    {
        TopologyResult result = Read(PublicWith(("198.51.100.12", address), (", public: relay2.example.org", "")));

        Assert.Equal(isPrivate ? [FindingCode.PrivateRelayAddress] : [], result.Findings.Select(f => f.Code));
    }

    [Fact]
    public void Public_name_that_is_the_producers_address_is_an_error() =>
        AssertSingle(PublicWith(("relay2.example.org", "203.0.113.10")), Severity.Error, FindingCode.ProducerExposed, "relays.relay-2.public");

    [Fact]
    public void Public_name_shared_by_two_relays_on_one_port_is_an_info() =>
        AssertSingle(PublicWith(("relay2.example.org", "RELAY1.example.org"), ("port: 3002", "port: 3001")), Severity.Info, FindingCode.DuplicatePublicAddress, "relays.relay-2.public");

    [Theory]
    [InlineData("203.0.113.10", FindingCode.PartnerIsOwnNode)]
    [InlineData("203.0.113.11", FindingCode.OverlappingPeers)]
    [InlineData("relay2.example.org", FindingCode.OverlappingPeers)]
    [InlineData("Relay2.example.org.", FindingCode.OverlappingPeers)]
    public void Partner_that_is_one_of_the_pools_own_nodes_is_an_error(string address, string code)
    {
        AssertSingle(PublicWith(("relay.friend.example", address)), Severity.Error, code, "peers.partners[0].address");
        AssertSingle(PublicWith(("bootstrap: network", $"bootstrap: [{{ address: 192.0.2.200, port: 1 }}, {{ address: {address}, port: 3001 }}]")), Severity.Error, code, "peers.bootstrap[1].address");
    }

    [Fact]
    public void Partner_listed_twice_is_an_error() =>
        AssertSingle(PublicWith(("{ address: 192.0.2.99, port: 6001 }", "{ address: Relay.Friend.example, port: 3001 }")), Severity.Error, FindingCode.RepeatedEntry, "peers.partners[1]");

    [Fact]
    public void Relay_of_a_public_network_without_any_source_is_a_warning()
    {
        (string, string) none = ("bootstrap: network", "bootstrap: none");
        (string, string) alone = ("  partners:\n    - { address: relay.friend.example, port: 3001 }\n    - { address: 192.0.2.99, port: 6001 }\n", "");

        Assert.Empty(Read(PublicWith(none)).Findings);
        AssertSingle(PublicWith(none, alone), Severity.Warning, FindingCode.NoTrustedSource, "peers.bootstrap");
        Assert.Empty(Read(PublicWith(none, alone, ("preprod", "devnet"))).Findings);
    }

    [Fact]
    public void Bootstrap_list_of_names_only_is_an_info()
    {
        AssertSingle(PublicWith(("bootstrap: network", "bootstrap: [{ address: a.example, port: 1 }]")), Severity.Info, FindingCode.DnsOnlyBootstrap, "peers.bootstrap");
        Assert.Empty(Read(PublicWith(("bootstrap: network", "bootstrap: [{ address: a.example, port: 1 }, { address: 192.0.2.201, port: 1 }]"))).Findings);
    }

    [Theory]
    [InlineData(148, false)]
    [InlineData(149, true)]
    public void More_fixed_peers_than_a_node_knows_is_a_warning(int partners, bool isTooMany)
    {
        string list = string.Concat(Enumerable.Range(0, partners).Select(i => $"    - {{ address: r{i}.example, port: 3001 }}\n"));

        TopologyResult result = Read(PublicWith(("    - { address: relay.friend.example, port: 3001 }\n    - { address: 192.0.2.99, port: 6001 }\n", list)));

        Assert.Equal(isTooMany ? [FindingCode.TooManyLocalRoots] : [], result.Findings.Select(f => f.Code));
    }

    [Fact]
    public void Access_for_everybody_is_a_warning()
    {
        AssertSingle(PublicWith(("192.0.2.0/25", "0.0.0.0/0")), Severity.Warning, FindingCode.ProducerExposed, "access.manage[0]");
        AssertSingle(PublicWith(("2001:db8:5::/64", "'::/0'")), Severity.Warning, FindingCode.ProducerExposed, "access.manage[1]");
        AssertSingle(PublicWith(("192.0.2.8/32", "0.0.0.0/0")), Severity.Warning, FindingCode.MetricsExposed, "access.scrape[0]");
    }

    [Fact]
    public void Nobody_to_manage_or_no_clock_is_a_warning_off_a_devnet()
    {
        AssertSingle(PublicWith(("  manage: [192.0.2.0/25, 2001:db8:5::/64]\n", "")), Severity.Warning, FindingCode.ManagementLockout, "access.manage");
        AssertSingle(PublicWith(("  time: [192.0.2.123]\n", "")), Severity.Warning, FindingCode.NoTimeSource, "access.time");
        Assert.Empty(Read(PublicWith(("  time: [192.0.2.123]\n", ""), ("preprod", "devnet"))).Findings);
    }

    [Theory]
    [InlineData("hold: 90s, deadline: 90s", "rollout.deadline")]
    [InlineData("hold: 2h", "rollout.hold")]
    [InlineData("hold: 0s, deadline: 0s", "rollout.deadline")]
    public void Rollout_deadline_that_does_not_outlast_the_hold_is_an_error(string times, string path) =>
        AssertSingle(PublicWith(("hold: 90s, deadline: 1h30m", times)), Severity.Error, FindingCode.RolloutTimes, path);

    [Fact]
    public void Devnet_parameters_of_a_public_network_are_an_error() =>
        AssertSingle(PublicWith(("network: preprod", "network: preprod, devnet: {}")), Severity.Error, FindingCode.DevnetParameters, "pool.devnet");

    [Theory]
    [InlineData(239, Severity.Error)]
    [InlineData(240, Severity.Warning)]
    [InlineData(320, Severity.Warning)]
    [InlineData(321, Severity.Warning)]
    [InlineData(799, Severity.Warning)]
    [InlineData(800, null)]
    public void Devnet_epoch_has_room_for_its_windows(int slots, Severity? severity)
    {
        TopologyResult result = Read(PublicWith(("network: preprod", $"network: devnet, devnet: {{ epochLength: {slots} }}")));

        Assert.Equal(severity is null ? [] : [(severity.Value, "pool.devnet.epochLength")], result.Findings.Select(f => (f.Severity, f.Path)));
    }

    [Theory]
    [InlineData(764824073)]
    [InlineData(1)]
    [InlineData(2)]
    public void Devnet_with_the_magic_of_a_public_network_is_an_error(int magic) =>
        AssertSingle(PublicWith(("network: preprod", $"network: devnet, devnet: {{ networkMagic: {magic} }}")), Severity.Error, FindingCode.DevnetParameters, "pool.devnet.networkMagic");

    [Fact]
    public void Machine_that_runs_nothing_is_a_warning() =>
        AssertSingle(PublicWith(("observers:\n  eye: { machine: watch, port: 3003, follows: [relay-2] }\n", "")), Severity.Warning, FindingCode.UnusedMachine, "machines.watch");

    [Fact]
    public void Rules_do_not_echo_what_the_reader_refused_already()
    {
        AssertSingle(PublicWith(("203.0.113.11", "203.0.113")), Severity.Error, FindingCode.BadValue, "machines.edge-1.address");
        AssertSingle(PublicWith(("machine: edge-2", "machine: 7")), Severity.Error, FindingCode.WrongType, "relays.relay-2.machine");
        AssertSingle(PublicWith(("hold: 90s", "hold: soon")), Severity.Error, FindingCode.BadValue, "rollout.hold");
        AssertSingle(PublicWith(("network: preprod", "network: prepod")), Severity.Error, FindingCode.BadValue, "pool.network");
    }

    [Fact]
    public void Rules_say_nothing_about_what_may_stand_after_a_syntax_error()
    {
        string text = PublicWith(("producers:\n", "producers: ]\n"));

        Assert.Equal(FindingCode.Syntax, Single(text).Code);
    }

    private static (string Code, string Path) Error(string text)
    {
        TopologyResult result = Read(text);
        Assert.Null(result.Document);
        Finding first = Assert.Single(result.Errors);
        return (first.Code, first.Path);
    }

    private static void AssertSingle(string text, Severity severity, string code, string path, string? hint = null)
    {
        Finding finding = Single(text);
        Assert.Equal((severity, code, path), (finding.Severity, finding.Code, finding.Path));
        Assert.NotEqual(default, finding.Position);
        if (hint is not null)
            Assert.Equal(hint, finding.Hint);
    }
}
