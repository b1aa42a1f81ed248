namespace PoolTopology.Topology.Shapes;

/// <summary>A shape that has keys, whatever it reads into.</summary>
internal interface ISection
{
    /// <summary>The keys in the order in which they are documented.</summary>
    IReadOnlyList<Key> Keys { get; }
}
