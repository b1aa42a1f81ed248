using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Probes;
using PoolTopology.Orchestrator.Probe;
using PoolTopology.Rpc.Agent.V1;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Agent.Probes;

public sealed class SweepReaderTests
{
    [Fact]
    public void Read_way_past_or_through_the_own_firewall()
    {
        Assert.Equal("02:00:00:00:00:01", SweepReader.Read(Good()).Hardware);
        ProbeSweep filtered = Good();
        filtered.IsFiltered = true;
        Assert.Null(SweepReader.Read(filtered).Hardware);
        ProbeSweep tunnel = Good();
        tunnel.Hardware = "";
        Assert.Equal("", SweepReader.Read(tunnel).Hardware);
    }

    [Fact]
    public void Read_whatever_is_no_probe_is_refused()
    {
        Action<ProbeSweep>[] mistakes =
        [
            sweep => sweep.SourcePort = Witness.FirstSourcePort - 1,
            sweep => sweep.SourcePort = Witness.LastSourcePort + 1,
            sweep => sweep.Protocol = "icmp",
            sweep => sweep.Interface = "",
            sweep => sweep.Interface = "sixteencharacter",
            sweep => sweep.Source = "10",
            sweep => sweep.Target = "fe80::1%eth0",
            sweep => sweep.Target = "2001:db8::1",
            sweep => sweep.Hardware = "02:00:00:00:00",
            sweep => sweep.Ports = "1-70000",
            sweep => sweep.Ports = "9-1",
            sweep => sweep.PauseEvery = 100_000,
        ];
        foreach (Action<ProbeSweep> mistake in mistakes)
        {
            ProbeSweep sweep = Good();
            mistake(sweep);
            Assert.Equal(Refused.Types.Code.BadRequest, Assert.Throws<MachineFailure>(() => SweepReader.Read(sweep)).Code);
        }
    }

    private static ProbeSweep Good() => new()
    {
        SourcePort = 61_000, Protocol = "tcp", Interface = "eth0", Source = "192.0.2.1", Target = "192.0.2.2",
        Hardware = "02:00:00:00:00:01", Ports = "22,3001-3002",
    };
}
