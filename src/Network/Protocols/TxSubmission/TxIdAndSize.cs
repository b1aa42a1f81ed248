namespace PoolTopology.Network.Protocols.TxSubmission;

/// <summary>A transaction that a peer offers.</summary>
/// <param name="Id">One CBOR item.</param>
/// <param name="SizeBytes">How long the transaction is.</param>
internal readonly record struct TxIdAndSize(ReadOnlyMemory<byte> Id, uint SizeBytes);
