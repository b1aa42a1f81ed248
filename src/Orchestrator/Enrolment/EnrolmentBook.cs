using System.Security.Cryptography;
using PoolTopology.Orchestrator.Authority;
using PoolTopology.Orchestrator.Serve;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Orchestrator.Enrolment;

/// <summary>The authority of a state directory, opened beside a service that may be running. Dispose closes it.</summary>
/// <remarks>
/// The authority's files never change once they are there; its list is SQLite's, where one writes at a time and the others
/// wait. So a command and the service on the same computer may both give enrolments out.
/// </remarks>
internal sealed class EnrolmentBook : IEnrolmentBook, IDisposable
{
    private readonly ServiceStore _store;

    private EnrolmentBook(ServiceStore store) => _store = store;

    /// <inheritdoc/>
    public string AuthoritySha256 => Convert.ToHexStringLower(SHA256.HashData(_store.Authority.Certificate.RawData));

    /// <summary>Opens it; null where this state directory has no authority. It is never made here: `pool serve` does that.</summary>
    /// <exception cref="Cli.CommandFailure">It is another pool's, of a newer version, or open to others.</exception>
    public static EnrolmentBook? Find(string stateDirectory, string ticker, TimeProvider time) =>
        ServiceStore.HasAuthority(stateDirectory)
            ? new EnrolmentBook(ServiceStore.Open(stateDirectory, ticker, Registrar.DefaultNodeLife, time))
            : null;

    /// <inheritdoc/>
    public bool IsKnown(string serial) => _store.Certificates.IsKnown(serial);

    /// <inheritdoc/>
    public bool IsSpent(string serial) => _store.Certificates.IsSpent(serial);

    /// <inheritdoc/>
    public string? DenialOf(string node) =>
        (_store.Certificates.DenialOf(NameOf(PeerRole.Node, node)) ?? _store.Certificates.DenialOf(NameOf(PeerRole.Enrolment, node)))?.Text;

    /// <summary>Makes a node's enrolment, as the text of its file: a secret.</summary>
    public string Enrol(string node) => _store.Registrar.Enrol(node);

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    private PeerName NameOf(PeerRole role, string node) => new(_store.Authority.Pool, role, node);
}
