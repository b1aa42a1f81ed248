namespace PoolTopology.Storage.VolatileDb;

/// <summary>How to open a VolatileDB.</summary>
/// <param name="BlocksPerFile">How many blocks a file takes; files are collected as a whole.</param>
public sealed record VolatileDbOptions(int BlocksPerFile = 1000);
