using System.Collections.Immutable;
using PoolTopology.Ledger.Eras;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Ledger.Transactions.Decoding;

/// <summary>Reads native scripts: the multi-signatures of Shelley, with time locks from Allegra on.</summary>
/// <remarks>Without recursion: how deep scripts may be nested must not depend on the stack of the thread that reads.</remarks>
internal static class NativeScriptDecoder
{
    public static NativeScript Read(ref TransactionReader reader)
    {
        List<OpenGroup> open = [];
        while (true)
        {
            NativeScript? script = ReadStart(ref reader, open);
            // What is complete goes into the group around it, which may complete that one.
            while (script is not null || !HasNext(ref reader, open[^1]))
            {
                script ??= Close(ref reader, open);
                if (open.Count == 0)
                    return script;
                open[^1].Scripts.Add(script);
                script = null;
            }
        }
    }

    // A script without others inside, or null: then the group that it is has been opened.
    private static NativeScript? ReadStart(ref TransactionReader reader, List<OpenGroup> open)
    {
        if (open.Count == NativeScript.DepthMax)
            throw new CborException(reader.Position, $"at most {NativeScript.DepthMax} nested scripts", "deeper nesting");
        int? count = reader.Cbor.ReadArrayStart();
        int at = reader.Position;
        ulong kind = reader.Cbor.ReadUInt64();
        int size = kind == 3 ? 3 : 2;
        if (kind > (reader.Era >= Era.Allegra ? 5UL : 3UL) || (count ?? size) != size)
            throw new CborException(at, $"a kind of native script of {reader.Era}", $"kind {kind} in an array of {count}");
        if (kind is 1 or 2 or 3)
        {
            long needed = kind == 3 ? reader.Cbor.ReadInt64() : 0;
            open.Add(new OpenGroup(kind, needed, count is null, reader.Cbor.ReadArrayStart()));
            return null;
        }
        NativeScript script = kind switch
        {
            0 => new NativeScript.Signature(reader.ReadHash28()),
            4 => new NativeScript.InvalidBefore(reader.ReadSlot()),
            _ => new NativeScript.InvalidHereafter(reader.ReadSlot()),
        };
        reader.Cbor.EndRecord(count is null);
        return script;
    }

    private static bool HasNext(ref TransactionReader reader, OpenGroup group) =>
        reader.Cbor.HasNext(group.Count, group.Scripts.Count);

    private static NativeScript Close(ref TransactionReader reader, List<OpenGroup> open)
    {
        OpenGroup group = open[^1];
        open.RemoveAt(open.Count - 1);
        reader.Cbor.EndRecord(group.IsIndefinite);
        ImmutableArray<NativeScript> scripts = group.Scripts.DrainToImmutable();
        return group.Kind switch
        {
            1 => new NativeScript.All(scripts),
            2 => new NativeScript.Any(scripts),
            _ => new NativeScript.AtLeast(group.Needed, scripts),
        };
    }

    private sealed record OpenGroup(ulong Kind, long Needed, bool IsIndefinite, int? Count)
    {
        public ImmutableArray<NativeScript>.Builder Scripts { get; } = ImmutableArray.CreateBuilder<NativeScript>();
    }
}
