using System.Text;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Releases;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Firewall;

/// <summary>Rule sets that a machine may have to load again, by the hash of their text.</summary>
internal sealed class RuleStore(IMachineFiles files)
{
    private const UnixFileMode PrivateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Listings of large rule sets are longer than their text.
    private const int MaximumListingBytes = 64 * 1024 * 1024;

    /// <summary>The name of a text.</summary>
    public static string NameOf(string text) => ManifestReader.HashOf(Encoding.UTF8.GetBytes(text));

    /// <summary>Keeps a text.</summary>
    public void Keep(string text)
    {
        files.MakeFolder(AgentPaths.Rules, PrivateMode);
        WholeFile.Write(files, AgentPaths.RuleText(NameOf(text)), Encoding.UTF8.GetBytes(text));
    }

    /// <summary>Keeps what the kernel made of a text.</summary>
    public void KeepListing(string name, string listing)
    {
        WholeFile.Write(files, AgentPaths.RuleListing(name), Encoding.UTF8.GetBytes(listing));
        WholeFile.Write(files, AgentPaths.RuleDigest(name), Encoding.UTF8.GetBytes(KernelRules.DigestOfPool(listing)));
    }

    /// <summary>A text.</summary>
    /// <exception cref="MachineFailure">It is not there, or was changed.</exception>
    public string Text(string name)
    {
        string text = Encoding.UTF8.GetString(files.Read(AgentPaths.RuleText(name), RuleText.MaximumSizeBytes) ?? []);
        return NameOf(text) == name
            ? text
            : throw new MachineFailure(Refused.Types.Code.BadFirewall, $"rule set {name[..12]} is gone or was changed");
    }

    /// <summary>The listing that was kept with a text; empty where none was.</summary>
    public string Listing(string name) =>
        name.Length == 0 ? "" : Encoding.UTF8.GetString(files.Read(AgentPaths.RuleListing(name), MaximumListingBytes) ?? []);

    /// <summary>The digest of what the kernel made of a text; empty where it never loaded it.</summary>
    public string Digest(string name) =>
        Encoding.UTF8.GetString(files.Read(AgentPaths.RuleDigest(name), MaximumListingBytes) ?? []);

    /// <summary>The rule set that a link of the store names; empty where it names none.</summary>
    public string Linked(string link) =>
        Path.GetFileNameWithoutExtension(WholeFile.LinkTarget(files, link));

    /// <summary>Makes a link of the store name a rule set, or none.</summary>
    public void Link(string link, string name) =>
        WholeFile.PointLink(files, link, name.Length == 0 ? "" : AgentPaths.RuleText(name));
}
