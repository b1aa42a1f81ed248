using PoolTopology.Topology.Document;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>How a machine is logged in to.</summary>
/// <param name="Machine">Its name in topology.yaml.</param>
/// <param name="Host">Its address.</param>
/// <param name="User">The user, or null for the SSH configuration's.</param>
/// <param name="Port">The port, or null for the SSH configuration's.</param>
/// <param name="Jump">The host to jump through, or null.</param>
internal sealed record SshTarget(string Machine, string Host, string? User, int? Port, string? Jump)
{
    /// <summary>How a machine of a plan is logged in to.</summary>
    public static SshTarget Of(Machine machine) => new(
        machine.Name, machine.Address.ToString(), machine.Ssh.User,
        machine.Ssh.Port == SshAccess.DefaultPort ? null : machine.Ssh.Port, machine.Ssh.Jump);
}
