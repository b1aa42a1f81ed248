namespace PoolTopology.Storage.LedgerDb;

/// <summary>A snapshot that was not used.</summary>
/// <param name="Folder">Its folder, as the operator would name it.</param>
/// <param name="Fault">Why.</param>
public sealed record SkippedSnapshot(string Folder, SnapshotFault Fault);
