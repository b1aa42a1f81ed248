using PoolTopology.Topology.Derive;
using PoolTopology.Topology.Document;
using Xunit;

namespace PoolTopology.Topology.Tests.Derive;

public sealed class SiblingsTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(21, 20)]
    [InlineData(22, 8)]
    [InlineData(300, 16)]
    public void For_many_relays_each_knows_few_and_the_choice_is_mutual_and_connected(int relays, int expected)
    {
        TopologyDocument document = SampleTopologies.Document(LargePlans.Text(relays + 1, relays));
        Dictionary<string, string[]> known = document.Relays.ToDictionary(
            relay => relay.Name,
            relay => PeerFileDerivation.For(document, relay).LocalRoots.Select(group => group.Name!.Split('.')[1])
                .Where(name => name != "bp").ToArray());

        Assert.All(known.Values, names => Assert.Equal(expected, names.Length));
        Assert.All(known, pair => Assert.All(pair.Value, name => Assert.Contains(pair.Key, known[name])));
        HashSet<string> reached = [document.Relays[0].Name];
        for (int step = 0; step < 12; step++)
            reached.UnionWith(reached.SelectMany(name => known[name]).ToArray());
        Assert.Equal(relays, reached.Count);
        Assert.Equal(expected, Siblings.MostFor(relays));
    }
}
