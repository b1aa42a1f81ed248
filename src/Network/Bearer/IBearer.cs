using System.IO.Pipelines;
using System.Net;

namespace PoolTopology.Network.Bearer;

/// <summary>A connection that carries bytes in order, both ways.</summary>
/// <remarks>The seam between protocols and sockets: protocol code sees pipes only.</remarks>
public interface IBearer : IDuplexPipe, IAsyncDisposable
{
    /// <summary>Our address and port.</summary>
    IPEndPoint LocalEndPoint { get; }

    /// <summary>The peer's address and port.</summary>
    IPEndPoint RemoteEndPoint { get; }
}
