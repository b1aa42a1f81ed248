using PoolTopology.Orchestrator.Authority;
using PoolTopology.Orchestrator.Cli;
using PoolTopology.Orchestrator.State;
using PoolTopology.Orchestrator.Up;

namespace PoolTopology.Orchestrator.Serve;

/// <summary>What a service keeps in its state directory: the authority and the database. Dispose closes both.</summary>
/// <remarks>Verbs beside a running service open the same files; see <see cref="StateDatabase"/>.</remarks>
internal sealed class ServiceStore : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const string Folder = "serve";
    private const string AuthorityFolder = "authority";

    private ServiceStore(StateDatabase database, CertificateAuthority authority, TimeSpan nodeLife, TimeProvider time)
    {
        Database = database;
        Authority = authority;
        Certificates = new CertificateLedger(database, time);
        Registrar = new Registrar(authority, Certificates, nodeLife);
    }

    public StateDatabase Database { get; }

    public CertificateAuthority Authority { get; }

    public CertificateLedger Certificates { get; }

    public Registrar Registrar { get; }

    /// <summary>A service, or a verb beside it, has made the authority there.</summary>
    public static bool HasAuthority(string stateDirectory) =>
        File.Exists(Path.Combine(stateDirectory, Folder, AuthorityFolder, "ca.key"))
        && File.Exists(Path.Combine(stateDirectory, Folder, AuthorityFolder, "ca.pem"));

    /// <summary>Opens the store of a state directory, which is made where it is not there yet.</summary>
    /// <param name="stateDirectory">The state directory.</param>
    /// <param name="ticker">The pool's ticker.</param>
    /// <param name="nodeLife">How long certificates of nodes are good for.</param>
    /// <param name="time">What the time is.</param>
    /// <exception cref="CommandFailure">It is another pool's, of a newer version, or open to others.</exception>
    public static ServiceStore Open(string stateDirectory, string ticker, TimeSpan nodeLife, TimeProvider time)
    {
        if (!File.Exists(new StatePaths(stateDirectory).Marker))
            StateDirectory.Open(stateDirectory).Dispose();
        string folder = Path.Combine(stateDirectory, Folder);
        Directory.CreateDirectory(folder, OwnerOnly);
        CertificateAuthority authority = CertificateAuthority.Open(
            Path.Combine(folder, AuthorityFolder), CertificateAuthority.PoolOf(ticker), time);
        try
        {
            return new ServiceStore(StateDatabase.Open(Path.Combine(folder, "state.db")), authority, nodeLife, time);
        }
        catch
        {
            authority.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Database.Dispose();
        Authority.Dispose();
    }
}
