using System.Security.Cryptography;
using System.Text;
using PoolTopology.Orchestrator.Agent.Machine;
using PoolTopology.Rpc.Agent.V1;

namespace PoolTopology.Orchestrator.Tests.Agent.Support;

/// <summary>
/// A disk with a cache: contents and names are durable only after they were synced; a power cut leaves of the rest what
/// a coin says.
/// </summary>
internal sealed class SimulatedDisk(Doom doom) : IMachineFiles
{
    private Folder _root = new();

    /// <summary>Bytes that are left.</summary>
    public long FreeBytes { get; set; } = 1L << 40;

    /// <summary>Acts that changed anything since the start; those that only read do not count.</summary>
    public int Changes { get; private set; }

    /// <summary>What was not synced survives or does not, each by itself.</summary>
    public void LosePower(Random coin) => _root = Settle(_root, coin, []);

    /// <summary>Everything that is there, as text: for comparing machines.</summary>
    public string Describe(Func<string, bool> isWanted)
    {
        StringBuilder text = new();
        Walk("", _root);
        return text.ToString();

        void Walk(string path, Folder folder)
        {
            foreach ((string name, Item item) in folder.Items.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            {
                string here = $"{path}/{name}";
                if (item is Folder below)
                    Walk(here, below);
                else if (isWanted(here))
                    text.AppendLine(item is Link link ? $"{here} -> {link.Target}" : $"{here} {((Content)item).Mode} {Hex((Content)item)}");
            }
        }
    }

    public FileLook? Look(string path) => Find(path) switch
    {
        Content file => new FileLook(FileKind.File, file.Mode, file.Owner, file.Group, file.Bytes.Length, "", file.Names) { WrittenUnixSeconds = file.WrittenUnixSeconds },
        Link link => new FileLook(FileKind.Link, Full, "root", "root", 0, link.Target, 1),
        Folder => new FileLook(FileKind.Folder, Full, "root", "root", 0, "", 1),
        _ => null,
    };

    public IReadOnlyList<string> List(string folder) =>
        Find(folder) is Folder found ? [.. found.Items.Keys.Order(StringComparer.Ordinal)] : [];

    public byte[]? Read(string path, int maximumBytes)
    {
        byte[]? bytes = Follow(path)?.Bytes;
        return bytes is null || bytes.Length <= maximumBytes
            ? bytes
            : throw new MachineFailure(Refused.Types.Code.TooLarge, $"{path} is too long");
    }

    public string? Hash(string path) => Follow(path) is { } file ? Hex(file) : null;

    public void MakeFolder(string path, UnixFileMode mode)
    {
        Folder folder = _root;
        string here = "";
        foreach (string part in Parts(path))
        {
            here += "/" + part;
            if (!folder.Items.TryGetValue(part, out Item? next))
            {
                Change($"mkdir {here}");
                next = folder.Items[part] = new Folder();
                folder.Durable[part] = next;
            }

            folder = next as Folder ?? throw new MachineFailure(Refused.Types.Code.FileFailed, $"{here} is no folder");
        }
    }

    public void Append(string path, ReadOnlySpan<byte> bytes)
    {
        Change($"append {path}");
        if (bytes.Length > FreeBytes)
            throw new MachineFailure(Refused.Types.Code.NoSpace, $"{path}: no space is left on the disk");
        FreeBytes -= bytes.Length;
        (Folder folder, string name) = Place(path);
        if (!folder.Items.TryGetValue(name, out Item? item))
            folder.Items[name] = item = new Content();
        Content file = (Content)item;
        file.Bytes = [.. file.Bytes, .. bytes];
    }

    public void Truncate(string path, long sizeBytes)
    {
        Change($"truncate {path}");
        Content file = (Content)(Find(path) ?? throw Missing(path));
        file.Bytes = file.Bytes[..(int)sizeBytes];
    }

    public void Copy(string from, string to)
    {
        Change($"copy {to}");
        Content file = Follow(from) ?? throw Missing(from);
        (Folder folder, string name) = Place(to);
        folder.Items[name] = new Content { Bytes = file.Bytes };
    }

    public void SetOwnership(string path, UnixFileMode mode, string owner, string group)
    {
        Change($"chmod {path}");
        Item item = Find(path) ?? throw Missing(path);
        if (owner == "nobody-here")
            throw new MachineFailure(Refused.Types.Code.UnknownOwner, "there is no user nobody-here on this machine");
        if (item is Content file)
            (file.Mode, file.Owner, file.Group) = (mode, owner, group);
    }

    public void SetTime(string path, long unixSeconds)
    {
        Change($"time {path}");
        ((Content)(Find(path) ?? throw Missing(path))).WrittenUnixSeconds = unixSeconds;
    }

    public void Sync(string path)
    {
        Change($"sync {path}");
        Content file = (Content)(Find(path) ?? throw Missing(path));
        file.DurableBytes = file.Bytes;
    }

    public void SyncFolder(string path)
    {
        Change($"sync folder {path}");
        Folder folder = (Folder)(Find(path) ?? throw Missing(path));
        folder.Durable = new Dictionary<string, Item>(folder.Items);
    }

    public void Rename(string from, string to)
    {
        Change($"rename {to}");
        (Folder source, string name) = Place(from);
        (Folder target, string newName) = Place(to);
        if (!source.Items.Remove(name, out Item? item))
            throw Missing(from);
        target.Items[newName] = item;
    }

    public void MakeLink(string path, string target)
    {
        Change($"symlink {path}");
        (Folder folder, string name) = Place(path);
        if (!folder.Items.TryAdd(name, new Link(target)))
            throw new MachineFailure(Refused.Types.Code.FileFailed, $"{path} is there");
    }

    public void MakeHardLink(string existing, string path)
    {
        Change($"link {path}");
        Content file = (Content)(Find(existing) ?? throw Missing(existing));
        (Folder folder, string name) = Place(path);
        if (!folder.Items.TryAdd(name, file))
            throw new MachineFailure(Refused.Types.Code.FileFailed, $"{path} is there");
        file.Names++;
    }

    public void Delete(string path)
    {
        if (Find(path) is null)
            return;
        Change($"delete {path}");
        (Folder folder, string name) = Place(path);
        Forget(folder.Items[name]);
        folder.Items.Remove(name);
    }

    public void DeleteFolder(string path)
    {
        if (Find(path) is not Folder folder)
            return;
        // One act for each thing in it: a machine may die half-way.
        foreach (string name in folder.Items.Keys.Order(StringComparer.Ordinal).ToArray())
        {
            if (folder.Items[name] is Folder)
                DeleteFolder($"{path}/{name}");
            else
                Delete($"{path}/{name}");
        }

        Change($"rmdir {path}");
        (Folder above, string last) = Place(path);
        above.Items.Remove(last);
    }

    public (long FreeBytes, long SizeBytes) Space(string path) => (FreeBytes, 1L << 41);

    /// <summary>Puts a file there, durably, without any agent.</summary>
    public void Put(string path, string text)
    {
        Folder folder = _root;
        foreach (string part in Parts(path)[..^1])
        {
            if (!folder.Items.TryGetValue(part, out Item? next))
                folder.Durable[part] = next = folder.Items[part] = new Folder();
            folder = (Folder)next;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        string name = Parts(path)[^1];
        folder.Durable[name] = folder.Items[name] = new Content { Bytes = bytes, DurableBytes = bytes };
    }

    /// <summary>The text of a file, links followed; null where it is not there.</summary>
    public string? Text(string path) => Follow(path) is { } file ? Encoding.UTF8.GetString(file.Bytes) : null;

    private const UnixFileMode Full = (UnixFileMode)0x1ff;

    private void Change(string name)
    {
        doom.Act(name);
        Changes++;
    }

    private Item? Find(string path)
    {
        Item item = _root;
        foreach (string part in Parts(path))
        {
            if (item is Link link)
                item = Find(link.Target) ?? new Content();
            if (item is not Folder folder || !folder.Items.TryGetValue(part, out item!))
                return null;
        }

        return item;
    }

    private Content? Follow(string path) => Find(path) switch
    {
        Content file => file,
        Link link => Follow(link.Target),
        _ => null,
    };

    private (Folder Folder, string Name) Place(string path)
    {
        int slash = path.LastIndexOf('/');
        return (Find(path[..slash]) as Folder ?? throw Missing(path[..slash]), path[(slash + 1)..]);
    }

    private static string[] Parts(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static string Hex(Content file) => Convert.ToHexStringLower(SHA256.HashData(file.Bytes));

    private static MachineFailure Missing(string path) =>
        new(Refused.Types.Code.FileFailed, $"{path}: no such file or folder");

    private static void Forget(Item item)
    {
        if (item is Content file)
            file.Names--;
    }

    private static Folder Settle(Folder folder, Random coin, Dictionary<Content, Content> seen)
    {
        Folder settled = new();
        foreach (string name in folder.Items.Keys.Union(folder.Durable.Keys).Order(StringComparer.Ordinal))
        {
            bool isSame = folder.Items.GetValueOrDefault(name) == folder.Durable.GetValueOrDefault(name);
            Item? survivor = isSame || coin.Next(2) == 0
                ? folder.Items.GetValueOrDefault(name)
                : folder.Durable.GetValueOrDefault(name);
            Item? item = survivor switch
            {
                Folder below => Settle(below, coin, seen),
                Content file => SettleContent(file, coin, seen),
                _ => survivor,
            };
            if (item is not null)
                settled.Durable[name] = settled.Items[name] = item;
        }

        return settled;
    }

    private static Content SettleContent(Content file, Random coin, Dictionary<Content, Content> seen)
    {
        if (seen.TryGetValue(file, out Content? known))
        {
            known.Names++;
            return known;
        }

        byte[] bytes = file.Bytes == file.DurableBytes ? file.Bytes : coin.Next(3) switch
        {
            0 => file.DurableBytes,
            1 => file.Bytes,
            // Torn: some of what was added.
            _ => file.Bytes[..Math.Min(
                file.Bytes.Length, file.DurableBytes.Length + coin.Next(1 + Math.Abs(file.Bytes.Length - file.DurableBytes.Length)))],
        };
        return seen[file] = new Content
        {
            WrittenUnixSeconds = file.WrittenUnixSeconds,
            Bytes = bytes, DurableBytes = bytes, Mode = file.Mode, Owner = file.Owner, Group = file.Group,
        };
    }

    private abstract class Item;

    private sealed class Folder : Item
    {
        public Dictionary<string, Item> Items { get; } = [];

        public Dictionary<string, Item> Durable { get; set; } = [];
    }

    private sealed class Content : Item
    {
        public byte[] Bytes { get; set; } = [];

        public byte[] DurableBytes { get; set; } = [];

        public UnixFileMode Mode { get; set; } = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        public string Owner { get; set; } = "root";

        public string Group { get; set; } = "root";

        public int Names { get; set; } = 1;

        public long WrittenUnixSeconds { get; set; }
    }

    private sealed class Link(string target) : Item
    {
        public string Target { get; } = target;
    }
}
