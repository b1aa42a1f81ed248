namespace PoolTopology.Topology.Shapes;

/// <summary>A shape that holds any number of values of another shape.</summary>
internal interface IContainer
{
    /// <summary>The shape of each value.</summary>
    Shape Item { get; }
}
