using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Client;
using PoolTopology.Rpc.Control.V1;
using PoolTopology.Rpc.Identity;

namespace PoolTopology.Node.Control;

/// <summary>The node's certificate: asked for with the enrolment, kept in a file, renewed before it expires.</summary>
/// <remarks>
/// Keys are made here and never leave. The enrolment is used where there is no certificate, where it has expired, where
/// the enrolment is of another authority, and where it is newer than the certificate: so an operator who places a new one
/// always gets the node back, whatever the authority has forgotten.
/// </remarks>
internal sealed class ControlIdentity(ControlAddress address, string node, TimeProvider clock)
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);
    private static readonly RpcMethod<RenewRequest, RenewResponse> Renew =
        RpcMethod.Of<RenewRequest, RenewResponse>(ControlReflection.Descriptor, "Registration", "Renew");

    /// <summary>The identity to connect with; the first time it is asked for over the network.</summary>
    /// <exception cref="RpcException">There is none, and none can be had now.</exception>
    public async Task<RpcIdentity> GetAsync(CancellationToken cancellation)
    {
        try
        {
            RpcIdentity? enrolment = Read(address.EnrolmentFile);
            RpcIdentity? own = Read(address.IdentityFile);
            if (own is not null && own.CheckOwn() is null && !IsReplacedBy(enrolment, own))
                return own;
            if (enrolment is not null)
                return await AskAsync(enrolment, cancellation);
            throw new RpcException(RpcStatusCode.Unauthenticated, own?.CheckOwn() is { } expired
                ? $"{expired.Text}; `pool apply` brings {node} a new enrolment"
                : $"there is no enrolment at {address.EnrolmentFile}: `pool apply` brings {node} one");
        }
        catch (Exception unusable) when (unusable is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new RpcException(RpcStatusCode.FailedPrecondition, $"the node's identity cannot be used: {unusable.Message}", cause: unusable);
        }
    }

    /// <summary>When the next certificate is asked for: after half of this one's life, nodes a little apart.</summary>
    public DateTimeOffset RenewalOf(RpcIdentity identity)
    {
        // It begins earlier than it was made, for clocks that are late.
        DateTimeOffset made = identity.Own.NotBefore.ToUniversalTime() + RpcIdentity.ClockTolerance;
        TimeSpan life = identity.Own.NotAfter.ToUniversalTime() - made;
        double spread = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(node))[0] / 255.0 / 10;
        return made + (life * (0.5 + spread));
    }

    /// <summary>Asks for a certificate and keeps it.</summary>
    /// <param name="with">What the node is so far.</param>
    /// <param name="cancellation">Gives up; nothing has changed then.</param>
    public async Task<RpcIdentity> AskAsync(RpcIdentity with, CancellationToken cancellation)
    {
        using CertificateWish wish = new(node);
        using RpcChannel channel = new(address.EndPoint, RpcChannelOptions.Default with { Clock = clock, Identity = with });
        RenewResponse answer = await channel.UnaryAsync(
            Renew, new RenewRequest { Request = ByteString.CopyFrom(wish.Request) }, RpcCallOptions.Within(AnswerLimit), cancellation);
        X509Certificate2 own = wish.Fulfil(answer.Certificate.ToByteArray());
        if (address.IdentityFile is { } path)
            IdentityFile.Write(path, IdentityFile.ToText(with.Authority, own));
        return new RpcIdentity(with.Authority, own, clock);
    }

    /// <remarks>One that was spent is older than the certificate that it bought.</remarks>
    private static bool IsReplacedBy(RpcIdentity? enrolment, RpcIdentity own) => enrolment is not null
        && enrolment.CheckOwn() is null
        && (!own.Authority.RawDataMemory.Span.SequenceEqual(enrolment.Authority.RawDataMemory.Span)
            || enrolment.Own.NotBefore > own.Own.NotBefore);

    private RpcIdentity? Read(string? path)
    {
        if (path is null || !File.Exists(path))
            return null;
        (X509Certificate2 authority, X509Certificate2 own) = IdentityFile.Read(path);
        return new RpcIdentity(authority, own, clock);
    }
}
