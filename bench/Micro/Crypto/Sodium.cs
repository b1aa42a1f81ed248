using System.Runtime.InteropServices;

namespace PoolTopology.Micro.Crypto;

/// <summary>The yardstick: libsodium, where it is installed.</summary>
internal static class Sodium
{
    private const string Library = "libsodium.so.23";

    internal static readonly bool IsInstalled = NativeLibrary.TryLoad(Library, out _) && Initialise() >= 0;

    [DllImport(Library, EntryPoint = "sodium_init")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Initialise();

    [DllImport(Library, EntryPoint = "crypto_sign_verify_detached")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Verify(byte[] signature, byte[] message, ulong length, byte[] publicKey);

    [DllImport(Library, EntryPoint = "crypto_sign_detached")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Sign(
        byte[] signature, nint signatureLength, byte[] message, ulong length, byte[] secretKey);

    [DllImport(Library, EntryPoint = "crypto_sign_seed_keypair")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int KeyPair(byte[] publicKey, byte[] secretKey, byte[] seed);

    [DllImport(Library, EntryPoint = "crypto_generichash")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static extern int Blake2b(
        byte[] destination, nuint destinationLength, byte[] data, ulong length, nint key, nuint keyLength);
}
