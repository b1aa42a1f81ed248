using System.Net;

namespace PoolTopology.Node.Control;

/// <summary>Where the orchestrator is, and who the node is there.</summary>
/// <param name="EndPoint">A unix socket, spoken to plainly, or a TCP address, over mutual TLS.</param>
/// <param name="IdentityFile">Where the node keeps its certificate and key; null for a unix socket.</param>
/// <param name="EnrolmentFile">What the node asks for its first certificate with; it need not exist later.</param>
public sealed record ControlAddress(EndPoint EndPoint, string? IdentityFile, string? EnrolmentFile);
