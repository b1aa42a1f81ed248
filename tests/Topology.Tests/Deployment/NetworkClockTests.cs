using PoolTopology.TestKit.Vectors;
using PoolTopology.Topology.Deployment;
using PoolTopology.Topology.Derive;
using Xunit;

namespace PoolTopology.Topology.Tests.Deployment;

public sealed class NetworkClockTests
{
    private const string Shelley = """{ "systemStart": "2026-11-22T20:00:00Z", "slotLength": 0.25, "networkMagic": 42 }""";

    [VectorTheory]
    [InlineData("mainnet", 1_596_059_091, 4_492_800)]
    [InlineData("preprod", 1_655_769_600, 86_400)]
    [InlineData("preview", 1_666_656_000, 0)]
    public void Public_networks_count_as_everybody_does(string network, long start, long startSlot)
    {
        NetworkClock clock = Of(
            VectorFiles.ReadText($"genesis/{network}/cardano-node/config.json"),
            ("shelley.json", VectorFiles.ReadText($"genesis/{network}/genesis/shelley.json")),
            ("byron.json", VectorFiles.ReadText($"genesis/{network}/genesis/byron.json"))) ?? throw new InvalidOperationException();

        DateTimeOffset begin = DateTimeOffset.FromUnixTimeSeconds(start);
        Assert.Equal((begin, startSlot, 1m), (clock.Start, clock.StartSlot, clock.SlotSeconds));
        Assert.Equal(startSlot + 1_000_000, clock.SlotAt(begin.AddSeconds(1_000_000.999)));
    }

    [Fact]
    public void Slots_of_a_devnet_begin_with_it_and_may_be_shorter_than_a_second()
    {
        NetworkClock clock = Of("""{ "ShelleyGenesisFile": "shelley.json", "TestShelleyHardForkAtEpoch": 0 }""", ("shelley.json", Shelley))!;
        DateTimeOffset begin = new(2026, 11, 22, 20, 0, 0, TimeSpan.Zero);

        Assert.Equal(0, clock.SlotAt(begin.AddHours(-1)));
        Assert.Equal(0, clock.SlotAt(begin.AddSeconds(0.249)));
        Assert.Equal(1, clock.SlotAt(begin.AddSeconds(0.25)));
        Assert.Equal(14_400, clock.SlotAt(begin.AddHours(1)));
    }

    [Theory]
    [InlineData("{ }", Shelley)]
    [InlineData("[]", Shelley)]
    [InlineData("""{ "ShelleyGenesisFile": "other.json", "TestShelleyHardForkAtEpoch": 0 }""", Shelley)]
    [InlineData("""{ "ShelleyGenesisFile": "shelley.json" }""", Shelley)] // How long Byron lasted, nobody says.
    [InlineData("""{ "ShelleyGenesisFile": "shelley.json", "TestShelleyHardForkAtEpoch": "0" }""", Shelley)]
    [InlineData("""{ "ShelleyGenesisFile": "shelley.json", "TestShelleyHardForkAtEpoch": 2 }""", Shelley)] // No genesis of Byron.
    [InlineData("""{ "ShelleyGenesisFile": "shelley.json", "TestShelleyHardForkAtEpoch": 0 }""", "{ }")]
    [InlineData("""{ "ShelleyGenesisFile": "shelley.json", "TestShelleyHardForkAtEpoch": 0 }""", "not JSON")]
    [InlineData("""{ "ShelleyGenesisFile": "shelley.json", "TestShelleyHardForkAtEpoch": 0 }""", """{ "systemStart": "yesterday", "slotLength": 1 }""")]
    [InlineData("""{ "ShelleyGenesisFile": "shelley.json", "TestShelleyHardForkAtEpoch": 0 }""", """{ "systemStart": "2026-11-22T20:00:00Z", "slotLength": 0 }""")]
    public void Files_that_do_not_say_it_have_no_clock(string config, string shelley) => Assert.Null(Of(config, ("shelley.json", shelley)));

    private static NetworkClock? Of(string config, params (string Name, string Text)[] others) => NetworkClock.Of(new NetworkFiles(
        new NetworkFile("config.json", FileContent.Of(config)),
        [.. others.Select(file => new NetworkFile(file.Name, FileContent.Of(file.Text)))],
        NetworkFacts.None));
}
