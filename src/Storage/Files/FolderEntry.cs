namespace PoolTopology.Storage.Files;

/// <summary>A file in a folder.</summary>
public readonly record struct FolderEntry(string Name, long SizeBytes);
