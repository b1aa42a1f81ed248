using System.Security.Cryptography;
using System.Text;
using PoolTopology.Topology.Document;

namespace PoolTopology.Topology.Deployment.Files;

/// <summary>The files of the network as they lie on every machine, in a folder named after their content.</summary>
/// <remarks>
/// The folder's name changes with any byte in it, so a node's config.json, which names it, changes too: nothing is ever
/// overwritten below a running node.
/// </remarks>
internal sealed class NetworkFolder
{
    private readonly NetworkFiles _network;
    private readonly string _name;
    private readonly ValueList<Provenance>[] _lines;

    public NetworkFolder(NetworkFiles network)
    {
        _network = network;
        _name = NameOf(network);
        _lines = [.. network.Others.Select(LinesOf)];
    }

    /// <summary>Where one of the network's files lies, or null when it is not one of them.</summary>
    public string? PathOf(string fileName, NodeLayout layout) =>
        _network.Others.Any(file => file.Name == fileName) ? PathIn(layout, fileName) : null;

    /// <summary>The files; every machine gets the same.</summary>
    public IEnumerable<DerivedFile> FilesFor(NodeLayout layout)
    {
        for (int i = 0; i < _network.Others.Count; i++)
        {
            NetworkFile file = _network.Others[i];
            yield return new DerivedFile(
                PathIn(layout, file.Name), FileModes.Public, FileModes.Root, FileModes.Root, file.Content,
                new ChangeEffect.None(), _lines[i]);
        }
    }

    private string PathIn(NodeLayout layout, string fileName) => $"{layout.NetworkFolder}/{_name}/{fileName}";

    private static ValueList<Provenance> LinesOf(NetworkFile file)
    {
        Provenance all = new("pool.network", $"{file.Name} of the network, byte for byte as it was given");
        ReadOnlySpan<byte> bytes = file.Content.Bytes.Span;
        int count = bytes.Count((byte)'\n') + (bytes.Length > 0 && bytes[^1] != '\n' ? 1 : 0);
        return Enumerable.Repeat(all, count).ToValueList();
    }

    private static string NameOf(NetworkFiles network)
    {
        const int shownCharacters = 16;
        IEnumerable<string> lines = network.Others.Select(file => $"{file.Content.Sha256}  {file.Name}\n");
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines)));
        return Convert.ToHexStringLower(hash)[..shownCharacters];
    }
}
