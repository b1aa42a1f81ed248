using PoolTopology.Rpc.Identity;

namespace PoolTopology.Orchestrator.Authority;

/// <summary>The server's own certificate: made when it starts, made anew after half of its life.</summary>
internal sealed class ServerCertificate(CertificateAuthority authority, Registrar registrar, string[] hosts, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    /// <summary>Who the server is.</summary>
    public RpcIdentity Identity { get; } = new(authority.Certificate, registrar.ForServer(hosts), time);

    /// <summary>Keeps it good until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                DateTimeOffset from = Identity.Own.NotBefore.ToUniversalTime() + RpcIdentity.ClockTolerance;
                DateTimeOffset to = Identity.Own.NotAfter.ToUniversalTime();
                // Connections that are open keep the one that they began with.
                if (time.GetUtcNow() > from + ((to - from) / 2))
                    Identity.Replace(registrar.ForServer(hosts));
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}
