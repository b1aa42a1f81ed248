using System.Net;

namespace PoolTopology.Topology.Document;

/// <summary>One computer of the plan.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Address">The address that its nodes listen on and that firewalls of other machines know it by.</param>
/// <param name="Zone">Its failure domain (a site, a provider), or null when the file does not say.</param>
/// <param name="Ssh">How to log in.</param>
public sealed record Machine(string Name, IPAddress Address, string? Zone, SshAccess Ssh)
{
    /// <summary>The key of this machine in the file.</summary>
    public string Path => $"machines.{Name}";
}
