using System.Globalization;

namespace PoolTopology.EndToEnd.Crashes;

/// <summary>What is done to the files of a node that was killed.</summary>
/// <param name="What">For the report: which file, and what was done to it.</param>
/// <param name="MustBeTold">The next start must say that it put something right.</param>
internal sealed record Damage(string What, bool MustBeTold)
{
    /// <summary>The kinds of damage, by number.</summary>
    public const int Kinds = 11;

    /// <summary>Nothing: the kill alone.</summary>
    public static Damage None { get; } = new("killed", MustBeTold: false);

    /// <summary>Does damage of a random kind where the database has what it takes.</summary>
    public static Damage Do(int kind, string database, Random random) => kind switch
    {
        0 or 1 => None,
        2 => Cut(Last(database, "immutable", "*.chunk"), random),
        3 => Cut(Last(database, "volatile", "blocks-*.dat"), random),
        4 => FlipBit(Last(database, "immutable", "*.chunk"), random),
        5 => FlipBit(Any(database, "volatile", "blocks-*.dat", random), random),
        6 => Remove(Any(database, "immutable", random.Next(2) == 0 ? "*.primary" : "*.secondary", random)),
        7 => FlipBit(Snapshot(database, random.Next(2) == 0 ? "state" : "meta"), random) with { MustBeTold = false },
        8 => Cut(Snapshot(database, random.Next(2) == 0 ? "state" : "meta"), random),
        // Noticed when the block is read: by a replay that starts before it, or by nobody in this run.
        9 => FlipBit(Any(database, "immutable", "*.chunk", random), random) with { MustBeTold = false },
        _ => Cut(Any(database, "immutable", random.Next(2) == 0 ? "*.primary" : "*.secondary", random), random),
    };

    // A write of which the last part never reached the disk.
    private static Damage Cut(FileInfo? file, Random random)
    {
        if (file is null || file.Length == 0)
            return None;
        int cut = random.Next(1, (int)Math.Min(file.Length, 2_000) + 1);
        using FileStream stream = file.Open(FileMode.Open);
        stream.SetLength(stream.Length - cut);
        return Told($"{Name(file)} lost its last {cut} of {file.Length} bytes");
    }

    private static Damage FlipBit(FileInfo? file, Random random)
    {
        if (file is null || file.Length == 0)
            return None;
        long at = random.NextInt64(file.Length);
        int bit = random.Next(8);
        using FileStream stream = file.Open(FileMode.Open);
        stream.Position = at;
        int value = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(value ^ (1 << bit)));
        return Told($"{Name(file)}: bit {bit} of byte {at} of {file.Length} flipped");
    }

    private static Damage Remove(FileInfo? file)
    {
        if (file is null)
            return None;
        file.Delete();
        return Told($"{Name(file)} removed");
    }

    private static Damage Told(string what) => new(what, MustBeTold: true);

    private static string Name(FileInfo file) => Path.Combine(file.Directory!.Name, file.Name);

    private static FileInfo? Last(string database, string folder, string pattern) =>
        Files(database, folder, pattern).LastOrDefault();

    // The newest one of the ledger. A flipped bit in a description's white space or names may change nothing.
    private static FileInfo? Snapshot(string database, string file)
    {
        DirectoryInfo info = new(Path.Combine(database, "ledger"));
        return !info.Exists ? null : info.GetDirectories()
            .Where(folder => ulong.TryParse(folder.Name, CultureInfo.InvariantCulture, out _))
            .OrderBy(folder => ulong.Parse(folder.Name, CultureInfo.InvariantCulture))
            .Select(folder => new FileInfo(Path.Combine(folder.FullName, file)))
            .LastOrDefault(found => found.Exists);
    }

    private static FileInfo? Any(string database, string folder, string pattern, Random random)
    {
        FileInfo[] files = Files(database, folder, pattern);
        return files.Length == 0 ? null : files[random.Next(files.Length)];
    }

    private static FileInfo[] Files(string database, string folder, string pattern)
    {
        DirectoryInfo info = new(Path.Combine(database, folder));
        return info.Exists ? [.. info.GetFiles(pattern).OrderBy(NumberOf)] : [];
    }

    // "00012.chunk", "blocks-7.dat"
    private static int NumberOf(FileInfo file)
    {
        string digits = new([.. file.Name.Where(char.IsAsciiDigit)]);
        return digits.Length == 0 ? 0 : int.Parse(digits, CultureInfo.InvariantCulture);
    }
}
