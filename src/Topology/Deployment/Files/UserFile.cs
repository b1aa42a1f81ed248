using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment.Files;

/// <summary>The accounts that a machine's nodes run under, for systemd-sysusers.</summary>
internal static class UserFile
{
    public static DerivedFile Of(Machine machine, IReadOnlyList<NodeLayout> layouts)
    {
        LineWriter lines = new();
        lines.Line(
            "# Accounts of the nodes, made from topology.yaml. Do not edit: the next change replaces this file.",
            machine.Path, "who made this file, for whoever finds it");
        foreach (NodeLayout layout in layouts.DistinctBy(layout => layout.User).OrderBy(layout => layout.User))
        {
            lines.Line(
                $"u {layout.User} - \"Cardano node\" - -", layout.Node.Path,
                "an account without a password, a shell or a home, for programs that face strangers");
        }
        return new DerivedFile(
            "/etc/sysusers.d/pooltopology.conf", FileModes.Public, FileModes.Root, FileModes.Root, lines.Content,
            new ChangeEffect.CreateUsers(), lines.Lines);
    }
}
