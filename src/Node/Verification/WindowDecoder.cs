using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Storage.Inspection;

namespace PoolTopology.Node.Verification;

/// <summary>Decodes a window's blocks, with their transactions, and holds them against their place in the files.</summary>
/// <remarks>Safe from any thread: windows are decoded in any order.</remarks>
internal sealed class WindowDecoder(DecodedBlockCheck place)
{
    public DecodedWindow Decode(StoredWindow window)
    {
        if (window.Blocks.IsEmpty)
            return DecodedWindow.Empty;
        List<Block> blocks = new(window.Blocks.Length);
        List<(int Number, StorageFinding Finding)> findings = [];
        foreach (StoredWindow.Entry entry in window.Blocks)
        {
            try
            {
                Block block = Block.Decode(window.BytesOf(entry));
                _ = block.Transactions; // Here, where it can be done side by side, and not first in the rules of state.
                StorageFinding? finding = place.Check(window, entry, block);
                if (finding?.Weight == FindingWeight.EndsChain)
                    return new DecodedWindow(blocks, findings, finding, null);
                if (finding is not null)
                    findings.Add((blocks.Count, finding));
                blocks.Add(block);
            }
            catch (CborException malformed)
            {
                // The border of storage: bytes that are no block end the chain.
                return new DecodedWindow(blocks, findings, null, malformed);
            }
        }
        return new DecodedWindow(blocks, findings, null, null);
    }
}
