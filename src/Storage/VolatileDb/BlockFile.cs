using System.Globalization;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Storage.VolatileDb;

/// <summary>A file of the VolatileDB and the blocks in it. Belongs to the writer.</summary>
internal sealed class BlockFile(int id)
{
    /// <summary>The database's folder.</summary>
    public const string Folder = "volatile";

    private const string Prefix = "blocks-";
    private const string Ending = ".dat";

    private readonly List<Hash32> _hashes = [];

    /// <summary>The file's number; later files have greater ones.</summary>
    public int Id { get; } = id;

    /// <summary>Where it stands.</summary>
    public string Path { get; } = string.Create(CultureInfo.InvariantCulture, $"{Folder}/{Prefix}{id}{Ending}");

    /// <summary>The blocks that the index finds here.</summary>
    public IReadOnlyList<Hash32> Hashes => _hashes;

    /// <summary>How many blocks the file holds, also those that the index leaves out.</summary>
    public int BlockCount { get; private set; }

    /// <summary>The latest slot of a block in the file.</summary>
    public Slot MaxSlot { get; private set; }

    /// <summary>Reads a file's number from its name; null for a file that is not one of these.</summary>
    public static int? ParseId(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Ending, StringComparison.Ordinal)
        && int.TryParse(
            name.AsSpan(Prefix.Length, name.Length - Prefix.Length - Ending.Length),
            NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            ? id
            : null;

    /// <summary>Counts a block that the index finds here.</summary>
    public void Add(Hash32 hash, Slot slot)
    {
        _hashes.Add(hash);
        Count(slot);
    }

    /// <summary>Counts a block that the index leaves out.</summary>
    public void Count(Slot slot)
    {
        BlockCount++;
        if (slot > MaxSlot)
            MaxSlot = slot;
    }
}
