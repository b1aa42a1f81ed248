using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Orchestrator.Agent.Releases;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Agent.Secrets;

/// <summary>
/// Puts key files at their places: outside of every release, for one account, never over another key. What a node enrols
/// with is good for one use, and the next one takes its place.
/// </summary>
/// <remarks>
/// Needs no journal: the file is there whole or not at all, and the same request again finds it. Sentences name paths,
/// never contents.
/// </remarks>
internal sealed class SecretPlacer(IMachineFiles files)
{
    /// <summary>The longest key file.</summary>
    public const int MaximumSizeBytes = 64 * 1024;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const uint OwnerBits = 0x180; // 0600
    private const string Root = "root";
    private const string Enrolment = "/enrolment.pem";

    private static readonly string[] KeyFolders = ["/etc/pooltopology/keys/", "/etc/cardano-node/keys/"];

    /// <summary>Places a key.</summary>
    /// <exception cref="MachineFailure">It may not be there, did not arrive whole, or another key is there.</exception>
    public SecretPlaced Place(PlaceSecret secret)
    {
        string folder = Check(secret);
        if (files.Look(secret.Path) is { } there)
        {
            if (there.Kind == FileKind.File && files.Hash(secret.Path) == secret.Sha256)
                return new SecretPlaced { WasThere = true };
            if (!secret.Replace || there.Kind != FileKind.File)
                throw new MachineFailure(
                    Refused.Types.Code.OtherSecret, $"{secret.Path} is another key than the one that came; it was left as it is");
        }

        string owner = OwnerOf(folder, secret.Owner);
        // In root's folder, not in the account's own: who runs as it could have a link wait there.
        string above = folder[..folder.LastIndexOf('/')];
        string beside = $"{above}/.{folder[(above.Length + 1)..]}-{secret.Path[(folder.Length + 1)..]}.new";
        files.Delete(beside);
        files.Append(beside, secret.Content.Span);
        files.SetOwnership(beside, (UnixFileMode)secret.Mode, owner, owner);
        files.Sync(beside);
        files.Rename(beside, secret.Path);
        files.SyncFolder(folder);
        return new SecretPlaced();
    }

    /// <summary>Makes the folder and gives it to the account; to root where the machine does not have the account yet.</summary>
    private string OwnerOf(string folder, string wanted)
    {
        files.MakeFolder(folder, OwnerOnly);
        try
        {
            files.SetOwnership(folder, OwnerOnly, wanted, wanted);
            return wanted;
        }
        catch (MachineFailure missing) when (missing.Code == Refused.Types.Code.UnknownOwner)
        {
            // The account comes with the release; its service then takes the keys over.
            files.SetOwnership(folder, OwnerOnly, Root, Root);
            return Root;
        }
    }

    /// <summary>The folder of a secret that may be placed.</summary>
    private static string Check(PlaceSecret secret)
    {
        string path = secret.Path;
        string[] parts = KeyFolders.FirstOrDefault(keys => path.StartsWith(keys, StringComparison.Ordinal)) is { } below
            ? path[below.Length..].Split('/')
            : [];
        if (parts.Length != 2 || parts.Any(part => part is "" or "." or ".." || part.Any(char.IsControl)))
            throw Bad($"'{path}' is no place for a key: {string.Join(" or ", KeyFolders.Select(keys => keys + "NODE/FILE"))}");
        if (secret.Content.Length is 0 or > MaximumSizeBytes)
            throw Bad($"{path}: a key of {secret.Content.Length} bytes; 1 to {MaximumSizeBytes} are accepted");
        if (ManifestReader.HashOf(secret.Content.Span) != secret.Sha256)
            throw new MachineFailure(Refused.Types.Code.WrongHash, $"{path} did not arrive as it was announced");
        if (secret.Mode == 0 || (secret.Mode & ~OwnerBits) != 0)
            throw Bad($"{path}: mode {Convert.ToString(secret.Mode, 8).PadLeft(4, '0')} would let others at it");
        if (secret.Owner.Length == 0)
            throw Bad($"{path}: a key needs an owner");
        if (secret.Replace && !path.EndsWith(Enrolment, StringComparison.Ordinal))
            throw Bad($"{path}: only an enrolment is put in the place of another one");
        return path[..path.LastIndexOf('/')];
    }

    private static MachineFailure Bad(string sentence) => new(Refused.Types.Code.BadRequest, sentence);
}
