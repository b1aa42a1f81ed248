using System.Text.Json;
using PoolTopology.Ledger.Transactions.Decoding;
using PoolTopology.Primitives.Cbor;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance.Transactions;

/// <summary>cbor-decode: samples generated from the grammar of Conway, and samples broken on purpose.</summary>
/// <remarks>
/// They are measured with <see cref="Grammar"/>: the well-formed ones hold reward accounts of no bytes, shares above
/// one and witnesses without bodies, which the grammar allows and every node's decoder refuses.
/// </remarks>
public class CborDecode
{
    [VectorFact]
    public void Exactly_the_well_formed_samples_are_read() => VectorRun.All(
        "cbor-decode",
        Directory.GetFiles(VectorFiles.PathOf("cbor-decode"), "meta.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal),
        Name,
        Check,
        atLeast: 193);

    private static string? Check(string metaFile)
    {
        using JsonDocument meta = JsonDocument.Parse(File.ReadAllBytes(metaFile));
        bool isWellFormed = meta.RootElement.GetProperty("well_formed").GetBoolean();
        string? kind = meta.RootElement.TryGetProperty("kind", out JsonElement named)
            ? named.GetString()
            : Name(metaFile).Split('/')[0];
        byte[] bytes = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(metaFile)!, "sample.cbor"));
        CborException? refusal = Attempt(kind, bytes);
        string description = meta.RootElement.GetProperty("description").GetString() ?? "";
        return refusal is null == isWellFormed
            ? null
            : $"{description}: well-formed is {isWellFormed}, refused with {refusal?.Message ?? "nothing"}";
    }

    private static CborException? Attempt(string? kind, byte[] bytes)
    {
        try
        {
            switch (kind)
            {
                case "block":
                    Grammar.RequireBlock(bytes);
                    break;
                case "transaction":
                    Grammar.RequireTransaction(bytes);
                    break;
                case "transaction_body":
                    Grammar.RequireBody(bytes);
                    break;
                default:
                    throw new InvalidOperationException($"a sample of kind {kind}");
            }
            return null;
        }
        catch (CborException refusal)
        {
            return refusal;
        }
    }

    private static string Name(string metaFile) =>
        Path.GetRelativePath(VectorFiles.PathOf("cbor-decode"), Path.GetDirectoryName(metaFile)!);
}
