using System.Net;
using PoolTopology.Topology.Document;
using PoolTopology.Topology.Shapes;

namespace PoolTopology.Topology.Vocabulary;

/// <summary>The keys of one entry of <c>machines</c>.</summary>
internal static class MachineKeys
{
    private static readonly Key<string?> User = Key<string?>.Optional("user", new NullableShape<string>(Scalars.User),
        "Who to log in as; left out, what ~/.ssh/config says.", null);

    private static readonly Key<int> SshPort = Key<int>.Optional("port", Scalars.Port,
        "The port of the SSH server.", SshAccess.DefaultPort, "22");

    private static readonly Key<string?> Jump = Key<string?>.Optional("jump", new NullableShape<string>(Scalars.Jump),
        "The host to jump through, as `ssh -J` takes it.", null);

    private static readonly Key<string?> HostKey = Key<string?>.Optional(
        "hostKey", new NullableShape<string>(Scalars.HostKey),
        "The only key that its SSH server may show, as `ssh-keyscan` prints it without the host; left out, what "
        + "~/.ssh/known_hosts says.", null);

    private static readonly Shape<SshAccess> SshShape = new SectionShape<SshAccess>(
        "SSH access",
        values => new SshAccess(values.Get(User), values.Get(SshPort), values.Get(Jump), values.Get(HostKey)),
        User, SshPort, Jump, HostKey);

    private static readonly Key<IPAddress> Address = Key<IPAddress>.Required("address", Scalars.MachineAddress,
        "Its IP address, as the other machines see it.");

    private static readonly Key<string?> Zone = Key<string?>.Optional("zone", new NullableShape<string>(Scalars.Zone),
        "Its failure domain: a site, a provider, a rack.", null);

    private static readonly Key<SshAccess> Ssh = Key<SshAccess>.Optional("ssh", SshShape,
        "How to log in, where that differs from ~/.ssh/config.", SshAccess.Default);

    public static readonly Shape<Machine> Shape = new SectionShape<Machine>(
        "a machine",
        values => new Machine(values.Name, values.Get(Address), values.Get(Zone), values.Get(Ssh)),
        Address, Zone, Ssh);
}
