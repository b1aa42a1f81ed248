using PoolTopology.Rpc.Calls;

namespace PoolTopology.Rpc.Client;

/// <summary>The response of a unary call with the metadata around it.</summary>
/// <param name="Message">The response.</param>
/// <param name="Headers">Metadata that came before it.</param>
/// <param name="Trailers">Metadata that came after it.</param>
public sealed record RpcReply<TResponse>(TResponse Message, RpcMetadata Headers, RpcMetadata Trailers);
