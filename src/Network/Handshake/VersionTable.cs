using System.Collections.Immutable;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Network.Handshake;

/// <summary>Versions and their parameters, in ascending order; the parameters are CBOR items as they stand.</summary>
/// <remarks>Shape: a map of definite length with ascending keys.</remarks>
internal sealed record VersionTable(ImmutableArray<KeyValuePair<ushort, ReadOnlyMemory<byte>>> Entries)
{
    public ImmutableArray<ushort> Versions => [.. Entries.Select(entry => entry.Key)];

    public ReadOnlyMemory<byte>? DataOf(ushort version)
    {
        foreach ((ushort key, ReadOnlyMemory<byte> data) in Entries)
        {
            if (key == version)
                return data;
        }
        return null;
    }

    /// <summary>Reads a table; keys that are no version numbers are passed over, as the reference does.</summary>
    public static VersionTable Read(ref CborReader reader, ReadOnlyMemory<byte> bytes)
    {
        int at = reader.Position;
        int count = reader.ReadMapStart()
            ?? throw new CborException(at, "a map of definite length", "indefinite length");
        ImmutableArray<KeyValuePair<ushort, ReadOnlyMemory<byte>>>.Builder entries =
            ImmutableArray.CreateBuilder<KeyValuePair<ushort, ReadOnlyMemory<byte>>>();
        for (int i = 0; i < count; i++)
        {
            int keyAt = reader.Position;
            ushort? version = ReadVersion(ref reader);
            int start = reader.Position;
            reader.Skip();
            if (version is not ushort known)
                continue;
            if (entries.Count > 0 && entries[^1].Key >= known)
                throw new CborException(keyAt, $"a version above {entries[^1].Key}", $"{known}");
            entries.Add(new(known, bytes[start..reader.Position]));
        }
        return new VersionTable(entries.ToImmutable());
    }

    public void Write(CborWriter writer)
    {
        writer.WriteMapStart(Entries.Length);
        foreach ((ushort version, ReadOnlyMemory<byte> data) in Entries)
        {
            writer.WriteUInt64(version);
            writer.WriteEncoded(data.Span);
        }
    }

    private static ushort? ReadVersion(ref CborReader reader)
    {
        if (reader.PeekType() == CborMajorType.UnsignedInteger && reader.ReadUInt64() is var number)
            return number <= ushort.MaxValue ? (ushort)number : null;
        reader.Skip();
        return null;
    }
}
