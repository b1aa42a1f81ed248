using System.Globalization;
using PoolTopology.Storage.Inspection;

namespace PoolTopology.Node.Verification;

/// <summary>A finding about the files as a sentence, with what a node would do about it.</summary>
internal static class FindingText
{
    public static string Of(StorageFinding finding) => finding switch
    {
        StorageFinding.IndexMissing missing =>
            $"{missing.File} is missing; a node writes it again from the chunk",
        StorageFinding.IndexShort cut => string.Create(
            CultureInfo.InvariantCulture,
            $"{cut.File} ends at byte {cut.FoundBytes} of {cut.ExpectedBytes}; a node writes it again from the chunk"),
        StorageFinding.TornTail torn when torn.FoundBytes == torn.WholeBytes => string.Create(
            CultureInfo.InvariantCulture,
            $"{torn.File} ends after {torn.WholeBytes} bytes, and its index lists {torn.BlocksLost} blocks more, as when the "
            + $"power fails before the last blocks reach the device; a node fetches them again"),
        StorageFinding.TornTail torn => string.Create(
            CultureInfo.InvariantCulture,
            $"{torn.File} ends in the middle of a write; a node cuts it from {torn.FoundBytes} to {torn.WholeBytes} "
            + $"bytes and fetches what is missing ({torn.BlocksLost} blocks that the index lists)"),
        StorageFinding.IndexContradicts wrong => string.Create(
            CultureInfo.InvariantCulture,
            $"{wrong.File}, byte {wrong.OffsetBytes}: {wrong.Part} is {wrong.FoundHex}, the chunk's blocks call for "
            + $"{wrong.ExpectedHex}; delete the file, and a node writes it again from the chunk"),
        StorageFinding.BlockDamaged damaged => string.Create(
            CultureInfo.InvariantCulture,
            $"{damaged.File}, byte {damaged.OffsetBytes}: the bytes are not the block that was written "
            + $"({damaged.Reason}); restore the file from a copy"),
        StorageFinding.BlocksMissing few => string.Create(
            CultureInfo.InvariantCulture,
            $"{few.File} holds {few.FoundBlocks} blocks, its index lists {few.IndexedBlocks}; restore the file from a "
            + $"copy"),
        StorageFinding.ChunkMissing gone => $"{gone.File} is missing between others; restore it from a copy",
        _ => throw new ArgumentOutOfRangeException(nameof(finding)),
    };
}
