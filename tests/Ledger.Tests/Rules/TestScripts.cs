using PoolTopology.Ledger.Transactions;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Ledger.Tests.Rules;

/// <summary>Scripts and the addresses that they lock.</summary>
internal static class TestScripts
{
    /// <summary>A byte string, which is all that can be told of a program here.</summary>
    public static Script PlutusV1 { get; } = new(ScriptLanguage.PlutusV1, new byte[] { 0x43, 1, 2, 3 });

    public static Script PlutusV2 { get; } = new(ScriptLanguage.PlutusV2, new byte[] { 0x43, 4, 5, 6 });

    public static Script Signed(TestKey key) => Native(
        new NativeScript.Signature(key.Hash), Cbor.Array([Cbor.UInt(0), Cbor.Bytes(key.Hash.ToArray())]));

    public static Script All(params Script[] scripts) => Many(1, [], scripts);

    public static Script Any(params Script[] scripts) => Many(2, [], scripts);

    public static Script AtLeast(long count, params Script[] scripts) => Many(3, [Cbor.Int(count)], scripts);

    public static Script InvalidBefore(ulong slot) => Native(
        new NativeScript.InvalidBefore(new Slot(slot)), Cbor.Array([Cbor.UInt(4), Cbor.UInt(slot)]));

    public static Script InvalidHereafter(ulong slot) => Native(
        new NativeScript.InvalidHereafter(new Slot(slot)), Cbor.Array([Cbor.UInt(5), Cbor.UInt(slot)]));

    /// <summary>An enterprise address of the test network.</summary>
    public static byte[] Address(Script script) => [0x70, .. script.Hash.ToArray()];

    private static Script Many(ulong kind, byte[][] before, Script[] scripts)
    {
        byte[] bytes = Cbor.Array(
            [Cbor.UInt(kind), .. before, Cbor.Array([.. scripts.Select(script => script.Bytes.ToArray())])]);
        return Native(new NativeScript.All([.. scripts.Select(script => script.Native!)]), bytes);
    }

    // Only the bytes matter: what is tested reads them again.
    private static Script Native(NativeScript script, byte[] bytes) => new(script, bytes);
}
