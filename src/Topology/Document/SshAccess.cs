namespace PoolTopology.Topology.Document;

/// <summary>How a machine is reached over SSH where that differs from the operator's own SSH configuration.</summary>
/// <param name="User">The user to log in as, or null for the SSH configuration's.</param>
/// <param name="Port">The port of the SSH server; the firewall opens it to <c>access.manage</c>.</param>
/// <param name="Jump">The host to jump through, as <c>ssh -J</c> takes it, or null.</param>
/// <param name="HostKey">The only key that the SSH server may show, as in known_hosts without the host, or null for what
/// the operator's known_hosts says.</param>
public sealed record SshAccess(string? User, int Port, string? Jump, string? HostKey = null)
{
    /// <summary>The port of an SSH server that nobody moved.</summary>
    public const int DefaultPort = 22;

    /// <summary>Everything as the operator's SSH configuration says.</summary>
    public static readonly SshAccess Default = new(null, DefaultPort, null);
}
