using System.Globalization;
using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>How a machine is logged in to.</summary>
/// <param name="Machine">Its name in topology.yaml.</param>
/// <param name="Host">Its address.</param>
/// <param name="User">The user, or null for the SSH configuration's.</param>
/// <param name="Port">The port, or null for the SSH configuration's.</param>
/// <param name="Jump">The host to jump through, or null.</param>
/// <param name="HostKey">The only key that it may show (<c>ssh-ed25519 AAAA…</c>), or null for what known_hosts says.</param>
internal sealed record SshTarget(string Machine, string Host, string? User, int? Port, string? Jump, string? HostKey)
{
    /// <summary>The name under which a pinned key is looked up, in place of address and port.</summary>
    public string KeyAlias => $"pool-{Machine}";

    /// <summary>How a person would look at the key that the machine shows, without trusting it.</summary>
    public string KeyScan => string.Create(
        CultureInfo.InvariantCulture, $"ssh-keyscan {(Port is { } port ? $"-p {port} " : "")}{Host}");

    /// <summary>How a machine of a plan is logged in to.</summary>
    public static SshTarget Of(Machine machine) => new(
        machine.Name, machine.Address.ToString(), machine.Ssh.User,
        machine.Ssh.Port == SshAccess.DefaultPort ? null : machine.Ssh.Port, machine.Ssh.Jump, machine.Ssh.HostKey);
}
