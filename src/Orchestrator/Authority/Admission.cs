using System.Security.Cryptography.X509Certificates;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Identity;
using PoolTopology.Rpc.Server;

namespace PoolTopology.Orchestrator.Authority;

/// <summary>Who may call what, and for how long: asked before each call, and again while it lasts.</summary>
/// <remarks>
/// Thread-safe. Over TCP a caller has shown a certificate of this pool's authority; its role decides. On the unix socket,
/// which only its owner can open, everything is allowed. A call ends within <see cref="LookEvery"/> of the moment when its
/// caller is shut out or its certificate expires. Bound: one entry for each certificate that is in time.
/// </remarks>
internal sealed class Admission(CertificateLedger ledger, TimeProvider time) : IDisposable
{
    /// <summary>How often those who are inside are looked at again.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Guest> _inside = new(StringComparer.Ordinal);

    /// <summary>Admits a call, or refuses it.</summary>
    /// <returns>Cancelled when the caller has to leave.</returns>
    /// <exception cref="RpcException">PERMISSION_DENIED or UNAUTHENTICATED, with the reason.</exception>
    public CancellationToken Admit(RpcContext context)
    {
        if (context.Caller is not { } caller || context.CallerCertificate is not { } certificate)
            return context.Peer == "unix"
                ? CancellationToken.None
                : throw new RpcException(RpcStatusCode.Unauthenticated, new PeerRefusal.NoCertificate().Text);
        if (!MayCall(caller.Role, context.Method))
            throw new RpcException(
                RpcStatusCode.PermissionDenied, $"{caller} is an {PeerName.Word(caller.Role)} and may not call {context.Method}");
        if (ledger.DenialOf(caller) is { } denied)
            throw new RpcException(RpcStatusCode.PermissionDenied, denied.Text);
        if (!ledger.IsKnown(certificate.SerialNumber))
            throw new RpcException(
                RpcStatusCode.PermissionDenied, $"this orchestrator does not remember the certificate of {caller}: enrol it again");
        if (IsOver(certificate.NotAfter))
            throw new RpcException(RpcStatusCode.Unauthenticated, $"the certificate of {caller} has expired");
        return Enter(caller, certificate);
    }

    /// <summary>Watches those who are inside until it is stopped.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using PeriodicTimer timer = new(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
                LookAround();
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }

    /// <summary>Sends those away who must not be inside any more.</summary>
    public void LookAround()
    {
        Guest[] leaving;
        lock (_gate)
            leaving = [.. _inside.Values.Where(guest => IsOver(guest.Until) || ledger.DenialOf(guest.Name) is not null)];
        foreach (Guest guest in leaving)
        {
            lock (_gate)
                _inside.Remove(guest.Serial);
            // Not disposed of: calls that just came in still hold its token.
            guest.Leave.Cancel();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Guest guest in _inside.Values)
            guest.Leave.Dispose();
    }

    private CancellationToken Enter(PeerName name, X509Certificate2 certificate)
    {
        bool isNew;
        Guest? guest;
        lock (_gate)
        {
            isNew = !_inside.TryGetValue(certificate.SerialNumber, out guest);
            if (guest is null)
                _inside[certificate.SerialNumber] = guest = new Guest(name, certificate.SerialNumber, certificate.NotAfter, new CancellationTokenSource());
        }

        if (isNew)
            ledger.MarkUsed(certificate.SerialNumber);
        return guest.Leave.Token;
    }

    private bool IsOver(DateTime notAfter) => time.GetUtcNow() > notAfter.ToUniversalTime() + RpcIdentity.ClockTolerance;

    private static bool MayCall(PeerRole role, string method) => Package(method) switch
    {
        "pooltopology.control.v1.Control" => role == PeerRole.Node,
        "pooltopology.control.v1.Registration" => role is PeerRole.Node or PeerRole.Enrolment,
        "grpc.health.v1.Health" => role is PeerRole.Node or PeerRole.Operator,
        _ => role == PeerRole.Operator,
    };

    // "/package.Service/Method"
    private static string Package(string method) => method.Length > 1 && method.IndexOf('/', 1) is var end and > 0 ? method[1..end] : "";

    private sealed record Guest(PeerName Name, string Serial, DateTime Until, CancellationTokenSource Leave);
}
