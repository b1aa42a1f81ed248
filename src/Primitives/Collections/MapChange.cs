namespace PoolTopology.Primitives.Collections;

/// <summary>What a change to a map did to its count.</summary>
internal enum MapChange
{
    None,
    Added,
    Replaced,
    Removed,
}
