using System.Text.Json;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.Primitives.Chain;
using PoolTopology.TestKit.Vectors;

namespace PoolTopology.Conformance.Headers;

/// <summary>opcert-keys and the devnet's certificate: what the cold key signs.</summary>
public class OperationalCertificates
{
    private static readonly (string File, bool IsSigned)[] Files =
    [
        ("opcert-keys/kes-agent/opcert.cert", true),
        ("genesis/devnet/keys/opcert.cert", true),
        ("opcert-keys/cardano-cli/input/shelley/certificates/operational_certificate", false),
    ];

    [VectorFact]
    public void Signatures_hold_where_they_should() => VectorRun.All("opcert-keys", Files, f => f.File, f =>
    {
        using JsonDocument envelope = JsonDocument.Parse(VectorFiles.ReadBytes(f.File));
        CborReader reader = new(Convert.FromHexString(envelope.RootElement.GetProperty("cborHex").GetString()!));
        reader.ReadArrayStart(2);
        reader.ReadArrayStart(4);
        OperationalCertificate certificate = new(
            reader.ReadBytes(32).ToArray(),
            reader.ReadUInt64(),
            new KesPeriod(reader.ReadUInt64()),
            reader.ReadBytes(64).ToArray());
        ReadOnlySpan<byte> cold = reader.ReadBytes(32);
        reader.ExpectEnd();
        byte[] signed = new byte[OperationalCertificate.SignedSizeBytes];
        certificate.WriteSigned(signed);
        bool holds = Ed25519.Verify(cold, signed, certificate.Signature.Span);
        return holds == f.IsSigned ? null : $"the signature {(holds ? "holds" : "does not hold")}";
    }, atLeast: 3);
}
