using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Eras;

/// <summary>Everything that depends on the era number, in one place: numbers on disk and wire, shapes.</summary>
/// <remarks>
/// A new era is one row here and one folder beside this file. No other code switches on a number of an era.
/// Spec: ouroboros-consensus <c>block.cddl</c> and <c>header.cddl</c> (cardano-node, August 2026).
/// </remarks>
public static class EraTable
{
    private static readonly EraRow[] Rows =
    [
        new(Era.Byron, BlockTag: 1, HeaderIndex: 0, HeaderShape.Byron, BodyParts: 0),
        new(Era.Shelley, BlockTag: 2, HeaderIndex: 1, HeaderShape.TransitionalPraos, BodyParts: 3),
        new(Era.Allegra, BlockTag: 3, HeaderIndex: 2, HeaderShape.TransitionalPraos, BodyParts: 3),
        new(Era.Mary, BlockTag: 4, HeaderIndex: 3, HeaderShape.TransitionalPraos, BodyParts: 3),
        new(Era.Alonzo, BlockTag: 5, HeaderIndex: 4, HeaderShape.TransitionalPraos, BodyParts: 4),
        new(Era.Babbage, BlockTag: 6, HeaderIndex: 5, HeaderShape.Praos, BodyParts: 4),
        new(Era.Conway, BlockTag: 7, HeaderIndex: 6, HeaderShape.Praos, BodyParts: 4),
    ];

    /// <summary>The number before a block on disk and in block-fetch: <c>[blockTag, block]</c>.</summary>
    public static int BlockTag(Era era) => Row(era).BlockTag;

    /// <summary>The number before a header in node-to-node chain-sync: <c>[headerIndex, tag24(header)]</c>.</summary>
    public static int HeaderIndex(Era era) => Row(era).HeaderIndex;

    /// <summary>The header's layout.</summary>
    public static HeaderShape HeaderShapeOf(Era era) => Row(era).HeaderShape;

    /// <summary>How many parts follow the header in a block; 0 in Byron, whose blocks are laid out otherwise.</summary>
    public static int BodyParts(Era era) => Row(era).BodyParts;

    /// <summary>The era of a block on disk. Tag 0 is Byron's boundary block.</summary>
    public static Era? FromBlockTag(ulong tag) => tag switch
    {
        0 => Era.Byron,
        _ => Find(row => (ulong)row.BlockTag == tag),
    };

    /// <summary>The era of a header in node-to-node chain-sync.</summary>
    public static Era? FromHeaderIndex(ulong index) => Find(row => (ulong)row.HeaderIndex == index);

    /// <summary>Reads the tag before a block.</summary>
    /// <exception cref="CborException">The next item is not the tag of an era.</exception>
    internal static Era ReadBlockTag(ref CborReader reader)
    {
        CborReader at = reader;
        ulong tag = at.ReadUInt64();
        Era era = FromBlockTag(tag)
            ?? throw new CborException(reader.Position, "the tag of an era, 0 to 7", $"tag {tag}");
        reader = at;
        return era;
    }

    private static EraRow Row(Era era) => Rows[(int)era];

    private static Era? Find(Predicate<EraRow> matches)
    {
        int at = Array.FindIndex(Rows, matches);
        return at < 0 ? null : Rows[at].Era;
    }

    private sealed record EraRow(Era Era, int BlockTag, int HeaderIndex, HeaderShape HeaderShape, int BodyParts);
}
