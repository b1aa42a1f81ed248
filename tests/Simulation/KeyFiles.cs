using System.Buffers;
using PoolTopology.Credentials.Hot;
using PoolTopology.Ledger.Types;
using PoolTopology.Primitives.Cbor;
using PoolTopology.TestKit.Chain;

namespace PoolTopology.Simulation;

/// <summary>Writes a test pool's hot keys as the files that a producer reads.</summary>
internal static class KeyFiles
{
    public static HotCredentialFiles Write(string folder, TestPool pool)
    {
        Directory.CreateDirectory(folder);
        HotCredentialFiles files = new(
            Path.Combine(folder, "kes.skey"), Path.Combine(folder, "vrf.skey"), Path.Combine(folder, "opcert.cert"));
        WriteEnvelope(files.KesKeyFile, "KesSigningKey_ed25519_kes_2^6", writer => writer.WriteBytes(pool.KesSigningKey.Span));
        WriteEnvelope(files.VrfKeyFile, "VrfSigningKey_PraosVRF", writer => writer.WriteBytes(pool.VrfSigningKey.Span));
        WriteEnvelope(files.CertificateFile, "NodeOperationalCertificate", writer => WriteCertificate(writer, pool));
        return files;
    }

    private static void WriteCertificate(CborWriter writer, TestPool pool)
    {
        OperationalCertificate certificate = pool.Certificate;
        writer.WriteArrayStart(2);
        writer.WriteArrayStart(4);
        writer.WriteBytes(certificate.HotVerificationKey.Span);
        writer.WriteUInt64(certificate.Counter);
        writer.WriteUInt64(certificate.StartKesPeriod.Value);
        writer.WriteBytes(certificate.Signature.Span);
        writer.WriteBytes(pool.ColdVerificationKey.Span);
    }

    private static void WriteEnvelope(string path, string type, Action<CborWriter> write)
    {
        ArrayBufferWriter<byte> cbor = new();
        write(new CborWriter(cbor));
        string json = $$"""
            { "type": "{{type}}", "description": "", "cborHex": "{{Convert.ToHexStringLower(cbor.WrittenSpan)}}" }
            """;
        File.WriteAllText(path, json);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
