using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads native scripts: the multi-signatures of Shelley, with time locks from Allegra on.</summary>
internal static class NativeScriptDecoder
{
    public static NativeScript Read(ref TransactionReader reader) => Read(ref reader, NativeScript.DepthMax);

    private static NativeScript Read(ref TransactionReader reader, int depthLeft)
    {
        int start = reader.Position;
        if (depthLeft == 0)
            throw new CborException(start, $"at most {NativeScript.DepthMax} nested scripts", "deeper nesting");
        int? count = reader.Cbor.ReadArrayStart();
        int at = reader.Position;
        ulong kind = reader.Cbor.ReadUInt64();
        int size = kind == 3 ? 3 : 2;
        if (kind > (reader.Era >= Era.Allegra ? 5UL : 3UL) || (count ?? size) != size)
            throw new CborException(at, $"a kind of native script of {reader.Era}", $"kind {kind} in an array of {count}");
        NativeScript script = kind switch
        {
            0 => new NativeScript.Signature(reader.ReadHash28()),
            1 => new NativeScript.All(ReadList(ref reader, depthLeft)),
            2 => new NativeScript.Any(ReadList(ref reader, depthLeft)),
            3 => new NativeScript.AtLeast(reader.Cbor.ReadInt64(), ReadList(ref reader, depthLeft)),
            4 => new NativeScript.InvalidBefore(reader.ReadSlot()),
            _ => new NativeScript.InvalidHereafter(reader.ReadSlot()),
        };
        reader.Cbor.EndRecord(count is null);
        return script;
    }

    private static ImmutableArray<NativeScript> ReadList(ref TransactionReader reader, int depthLeft)
    {
        int? count = reader.Cbor.ReadArrayStart();
        ImmutableArray<NativeScript>.Builder scripts = ImmutableArray.CreateBuilder<NativeScript>();
        while (reader.Cbor.HasNext(count, scripts.Count))
            scripts.Add(Read(ref reader, depthLeft - 1));
        return scripts.DrainToImmutable();
    }
}
