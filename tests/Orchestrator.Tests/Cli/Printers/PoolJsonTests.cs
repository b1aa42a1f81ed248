using System.Text.Json;
using PoolTopology.Orchestrator.Cli.Printers;
using Xunit;

namespace PoolTopology.Orchestrator.Tests.Cli.Printers;

public sealed class PoolJsonTests
{
    [Fact]
    public void Line_numbers_are_numbers_and_absent_things_are_absent()
    {
        using JsonDocument parsed = JsonDocument.Parse(PoolJson.Line(SampleViews.OneRelayCutOff));
        JsonElement pool = parsed.RootElement;
        Assert.False(pool.GetProperty("healthy").GetBoolean());
        Assert.Equal(1, pool.GetProperty("blocksForged").GetInt32());
        JsonElement relay = pool.GetProperty("nodes")[2];
        Assert.Equal("synced: no upstream", relay.GetProperty("healthReason").GetString());
        Assert.Equal(4, relay.GetProperty("status").GetProperty("tip").GetProperty("blockNo").GetInt32());
        Assert.False(relay.GetProperty("status").TryGetProperty("forging", out _));
        Assert.Equal(86400 * 90, pool.GetProperty("nodes")[0].GetProperty("status").GetProperty("forging").GetProperty("kesSecondsLeft").GetInt32());
    }
}
