using PoolTopology.Orchestrator.Isolation;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Isolation;

public sealed class IsolationPlanTests
{
    [Fact]
    public void SetUp_one_machine_is_these_commands()
    {
        IsolationPlan plan = new("sw", [new IsolatedMachine("vault", "ns", System.Net.IPAddress.Parse("10.77.0.10"), "port0")]);
        Assert.Equal(
        [
            "ip netns add sw",
            "ip -n sw link add name br0 type bridge",
            "ip -n sw link set dev br0 up",
            "ip netns add ns",
            "ip link add name port0 netns sw type veth peer name eth0 netns ns",
            "ip -n sw link set dev port0 master br0 up",
            "ip -n ns addr add 10.77.0.10/16 dev eth0",
            "ip -n ns link set dev eth0 up",
            "ip -n ns link set dev lo up",
        ], plan.SetUp().Select(command => string.Join(' ', command)));
    }

    [Fact]
    public void Create_addresses_and_names_are_unique_up_to_the_bound()
    {
        string[] machines = [.. Enumerable.Range(0, IsolationPlan.MostMachines).Select(i => $"m{i}")];
        IsolationPlan plan = IsolationPlan.Create("/s", machines);
        Assert.Equal(machines.Length, plan.Addresses.Values.Distinct().Count());
        Assert.Equal(machines.Length + 1, plan.Namespaces.Distinct().Count());
        Assert.All(plan.Machines, machine => Assert.InRange(machine.SwitchPort.Length, 1, 15));
        Assert.All(plan.Addresses.Values, address => Assert.InRange(address.GetAddressBytes()[3], 10, 209));
    }

    [Fact]
    public void Create_machine_named_like_the_switch_has_a_namespace_of_its_own()
    {
        IsolationPlan plan = IsolationPlan.Create("/s", ["switch"]);
        Assert.Equal(2, plan.Namespaces.Distinct().Count());
    }

    [Fact]
    public void Create_other_state_directory_has_other_names() =>
        Assert.Empty(IsolationPlan.Create("/a", ["m"]).Namespaces.Intersect(IsolationPlan.Create("/b", ["m"]).Namespaces));
}
