using PoolTopology.Orchestrator.Events;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Events;

public sealed class EventTextTests
{
    [Fact]
    public void Line_has_time_name_and_sentence()
    {
        BlockForged forged = new(DateTimeOffset.UnixEpoch, "bp", 12, "0123456789abcdef", 3, "pool1", 900);
        Assert.EndsWith("  bp            forged block 3 in slot 12, 01234567, 900 bytes", EventText.Line(forged), StringComparison.Ordinal);
    }

    [Fact]
    public void Line_control_characters_of_a_node_never_reach_a_terminal()
    {
        string line = EventText.Line(new NodeFailed(DateTimeOffset.UnixEpoch, "bp", "a\u001b[2Jb\nc"));
        Assert.EndsWith("a [2Jb c", line, StringComparison.Ordinal);
    }
}
