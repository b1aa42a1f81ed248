using PoolTopology.Orchestrator.Cli.Printers;
using PoolTopology.Rpc.Orchestrator.V1;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Cli.Printers;

public sealed class TopologyPictureTests
{
    [Fact]
    public void Draw_isolated_pool_has_a_wall_before_the_producer()
    {
        Pool pool = SampleViews.OneRelayCutOff;
        pool.Isolated = true;
        Assert.Equal(
            """
            ● bp ──▒┬─ ● relay-1 ─┬─ ● observer
                    └┄ ✕ relay-2 ┄┘
            """,
            string.Join('\n', TopologyPicture.Draw(pool)));
    }

    [Fact]
    public void Draw_more_observers_than_relays_and_a_standby()
    {
        Pool pool = new();
        foreach ((string name, string role) in new[]
        {
            ("bp", "producer"), ("spare", "producer"), ("r", "relay"), ("o1", "observer"), ("o2", "observer"), ("o3", "observer"),
        })
            pool.Nodes.Add(new Node { Name = name, Role = role });
        Assert.Equal(
            """
            ✕ bp    ┄┄─┬┄ ✕ r ┄┬┄ ✕ o1
            ✕ spare ┄┄─┘       ├┄ ✕ o2
                               └┄ ✕ o3
            """,
            string.Join('\n', TopologyPicture.Draw(pool)));
    }

    [Fact]
    public void Draw_pool_without_observers_ends_at_its_relays()
    {
        Pool pool = new();
        pool.Nodes.Add(new Node { Name = "bp", Role = "producer" });
        pool.Nodes.Add(new Node { Name = "r", Role = "relay" });
        Assert.Equal("✕ bp ┄┄──┄ ✕ r", Assert.Single(TopologyPicture.Draw(pool)));
    }
}
