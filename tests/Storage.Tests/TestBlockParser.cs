using PoolTopology.Ledger.Types;
using PoolTopology.Storage.Blocks;

namespace PoolTopology.Storage.Tests;

/// <summary>Parses blocks of <see cref="TestBlocks"/>, whose "signature" is a digest that stands in for a real one.</summary>
internal sealed class TestBlockParser : IBlockParser
{
    private readonly StoredBlockParser _parser = new(100, null);

    public static byte[] Sign(ReadOnlySpan<byte> headerBody)
    {
        byte[] signature = new byte[BlockHeader.KesSignatureSizeBytes];
        for (int at = 0; at < signature.Length; at += 32)
            Digest.Blake2b256([(byte)at, .. headerBody]).ToArray().CopyTo(signature, at);
        return signature;
    }

    public BlockSummary Parse(ReadOnlySpan<byte> bytes) => _parser.Parse(bytes);

    public bool IsIntact(ReadOnlySpan<byte> block, BlockSummary summary)
    {
        if (!_parser.IsIntact(block, summary))
            return false;
        BlockHeader header = Block.Decode(block.ToArray()).Header;
        return header.KesSignature.Span.SequenceEqual(Sign(header.BodyBytes.Span));
    }
}
