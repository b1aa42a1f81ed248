using System.Globalization;
using System.Runtime.InteropServices;
using PoolTopology.Crypto.Blake2;
using PoolTopology.Crypto.Ecvrf;
using PoolTopology.Crypto.Eddsa;
using PoolTopology.Crypto.Kes;

namespace PoolTopology.Micro.Crypto;

/// <summary>The cryptography of a header and of a leader schedule, beside libsodium in the same run.</summary>
internal static class CryptoBenchmark
{
    private const int Batch = 64;
    private const string SodiumVerify = "libsodium Ed25519 verify, 48 B";

    internal static void Run(TextWriter output)
    {
        List<Measurement.Operation> operations =
            [.. Signatures(), .. VerifiableRandom(), .. KeyEvolving(), .. Batches(), .. Hashes()];
        if (Sodium.IsInstalled)
            operations.InsertRange(0, Reference());
        IReadOnlyList<Measurement.Result> results = Measurement.Measure(operations);
        double? unit = results.FirstOrDefault(result => result.Name == SodiumVerify)?.Best;

        string machine = $"{RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} cores";
        output.WriteLine($"{RuntimeInformation.FrameworkDescription}, {machine}");
        output.WriteLine(unit is null
            ? "libsodium.so.23 is not installed: no ratios"
            : "ratio: to libsodium's Ed25519 verify of the same run, fastest batches");
        output.WriteLine();
        output.WriteLine("| operation | best us | median us | ratio | allocated B |");
        output.WriteLine("|-|-|-|-|-|");
        foreach (Measurement.Result result in results)
        {
            string ratio = unit is { } one ? (result.Best / one).ToString("F2", CultureInfo.InvariantCulture) : "-";
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {result.Name} | {result.Best:F2} | {result.Median:F2} | {ratio} | {result.AllocatedBytes:F0} |"));
        }
    }

    private static IEnumerable<Measurement.Operation> Reference()
    {
        byte[] publicKey = new byte[32];
        byte[] secretKey = new byte[64];
        byte[] message = new byte[48];
        byte[] signature = new byte[64];
        byte[] hash = new byte[32];
        byte[] small = new byte[32];
        byte[] large = new byte[1 << 16];
        _ = Sodium.KeyPair(publicKey, secretKey, new byte[32]);
        _ = Sodium.Sign(signature, 0, message, 48, secretKey);
        yield return Repeat(SodiumVerify, () => Require(Sodium.Verify(signature, message, 48, publicKey) == 0));
        yield return Repeat(
            "libsodium Ed25519 sign, 48 B", () => Require(Sodium.Sign(signature, 0, message, 48, secretKey) == 0));
        yield return Repeat(
            "libsodium BLAKE2b-256, 32 B", () => Require(Sodium.Blake2b(hash, 32, small, 32, 0, 0) == 0));
        yield return Repeat(
            "libsodium BLAKE2b-256, 64 KiB", () => Require(Sodium.Blake2b(hash, 32, large, 1 << 16, 0, 0) == 0));
    }

    private static IEnumerable<Measurement.Operation> Signatures()
    {
        byte[] seed = new byte[32];
        byte[] publicKey = new byte[32];
        byte[] message = new byte[48];
        byte[] signature = new byte[64];
        Ed25519.PublicKeyOf(seed, publicKey);
        Ed25519.Sign(seed, message, signature);
        yield return Repeat("Ed25519 verify, 48 B", () => Require(Ed25519.Verify(publicKey, message, signature)));
        yield return Repeat("Ed25519 sign from the seed, 48 B", () => Ed25519.Sign(seed, message, signature));
        yield return Repeat("Ed25519 public key of a seed", () => Ed25519.PublicKeyOf(seed, publicKey));
    }

    private static IEnumerable<Measurement.Operation> VerifiableRandom()
    {
        byte[] secretKey = new byte[64];
        byte[] alpha = new byte[32];
        byte[] proof = new byte[80];
        byte[] output = new byte[64];
        Vrf.KeyPairFromSeed(new byte[32], secretKey);
        byte[] publicKey = secretKey[32..];
        Vrf.Prove(secretKey, alpha, proof);
        yield return Repeat(
            "VRF verify with output", () => Require(Vrf.Verify(publicKey, alpha, proof, output) == VrfVerdict.Valid));
        yield return Repeat("VRF prove", () => Vrf.Prove(secretKey, alpha, proof));
        yield return Repeat("VRF evaluate (output only), one", () => Vrf.Evaluate(secretKey, alpha, output));
        byte[] alphas = new byte[Batch * 32];
        byte[] outputs = new byte[Batch * 64];
        yield return Together("VRF evaluate, many, each", () => Vrf.EvaluateMany(secretKey, alphas, outputs));
    }

    private static IEnumerable<Measurement.Operation> KeyEvolving()
    {
        byte[] seed = new byte[32];
        byte[] key = new byte[SumKes.SigningKeySizeBytes];
        byte[] evolved = new byte[SumKes.SigningKeySizeBytes];
        byte[] verificationKey = new byte[32];
        byte[] message = new byte[600];
        byte[] signature = new byte[SumKes.SignatureSizeBytes];
        SumKes.GenerateKey(seed, key);
        SumKes.VerificationKeyOf(key, verificationKey);
        SumKes.Sign(key, 0, message, signature);
        yield return Repeat("KES verify, 600 B", () => Require(SumKes.Verify(verificationKey, 0, message, signature)));
        yield return Repeat("KES sign, 600 B", () => SumKes.Sign(key, 0, message, signature));
        yield return Repeat("KES generate key", () => SumKes.GenerateKey(seed, evolved));
        yield return new Measurement.Operation("KES update, mean of all 63", count =>
        {
            for (int i = 0; i < count; i++)
            {
                if (i % (SumKes.Periods - 1) == 0)
                    key.CopyTo(evolved, 0);
                SumKes.Update(evolved, i % (SumKes.Periods - 1));
            }
        }, Together: SumKes.Periods - 1);
    }

    // 64 claims at once, of different keys.
    private static IEnumerable<Measurement.Operation> Batches()
    {
        Ed25519Claim[] signatures = new Ed25519Claim[Batch];
        VrfClaim[] certificates = new VrfClaim[Batch];
        KesClaim[] evolving = new KesClaim[Batch];
        for (int i = 0; i < Batch; i++)
        {
            byte[] seed = new byte[32];
            seed[0] = (byte)i;
            signatures[i] = SignatureOf(seed);
            certificates[i] = CertificateOf(seed);
            evolving[i] = EvolvingOf(seed);
        }
        bool[] holds = new bool[Batch];
        yield return Together(
            "Ed25519 verify, 48 B, batch, each", () => Require(Ed25519Batch.Verify(signatures, holds)));
        yield return Together(
            "VRF verify with output, batch, each", () => Require(VrfBatch.Verify(certificates, holds)));
        yield return Together("KES verify, 600 B, batch, each", () => Require(KesBatch.Verify(evolving, holds)));
    }

    private static Ed25519Claim SignatureOf(byte[] seed)
    {
        byte[] publicKey = new byte[32];
        byte[] message = new byte[48];
        byte[] signature = new byte[64];
        Ed25519.PublicKeyOf(seed, publicKey);
        Ed25519.Sign(seed, message, signature);
        return new Ed25519Claim(publicKey, message, signature);
    }

    private static VrfClaim CertificateOf(byte[] seed)
    {
        byte[] secretKey = new byte[64];
        byte[] alpha = new byte[32];
        byte[] proof = new byte[80];
        byte[] output = new byte[64];
        Vrf.KeyPairFromSeed(seed, secretKey);
        Vrf.Prove(secretKey, alpha, proof);
        Vrf.Evaluate(secretKey, alpha, output);
        return new VrfClaim(secretKey.AsMemory(32), alpha, proof, output);
    }

    private static KesClaim EvolvingOf(byte[] seed)
    {
        byte[] key = new byte[SumKes.SigningKeySizeBytes];
        byte[] verificationKey = new byte[32];
        byte[] message = new byte[600];
        byte[] signature = new byte[SumKes.SignatureSizeBytes];
        SumKes.GenerateKey(seed, key);
        SumKes.VerificationKeyOf(key, verificationKey);
        SumKes.Sign(key, 0, message, signature);
        return new KesClaim(verificationKey, 0, message, signature);
    }

    private static IEnumerable<Measurement.Operation> Hashes()
    {
        byte[] small = new byte[32];
        byte[] large = new byte[1 << 16];
        byte[] hash = new byte[32];
        yield return Repeat("BLAKE2b-256, 32 B", () => Blake2b.Hash256(small, hash));
        yield return Repeat("BLAKE2b-256, 64 KiB", () => Blake2b.Hash256(large, hash));
    }

    private static Measurement.Operation Together(string name, Action all) => new(name, count =>
    {
        for (int i = 0; i < count; i += Batch)
            all();
    }, Together: Batch);

    private static Measurement.Operation Repeat(string name, Action once) => new(name, count =>
    {
        for (int i = 0; i < count; i++)
            once();
    });

    private static void Require(bool condition)
    {
        if (!condition)
            throw new InvalidOperationException("a measured operation failed");
    }
}
