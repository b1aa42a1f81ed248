using System.Net;
using PoolTopology.Orchestrator.Authority;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Orchestrator.Server;

/// <summary>Where an orchestrator is reached from other machines, over mutual TLS.</summary>
/// <param name="ListenOn">The address to listen on.</param>
/// <param name="Identity">Who the server is, and whom it trusts.</param>
/// <param name="Admission">Who may call what.</param>
/// <param name="Registrar">Gives nodes their certificates.</param>
/// <param name="OnRefused">Told of connections that were refused: from where, and why.</param>
internal sealed record SecureDoor(
    IPEndPoint ListenOn, RpcIdentity Identity, Admission Admission, Registrar Registrar, Action<string, PeerRefusal> OnRefused);
