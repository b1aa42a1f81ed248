using System.Runtime.InteropServices;

namespace PoolTopology.Crypto.Tests.Eddsa;

/// <summary>The reference library where it is installed, as an oracle.</summary>
internal static class Libsodium
{
    private delegate int InitialiseFunction();

    private delegate int VerifyFunction(byte[] signature, byte[] message, ulong length, byte[] publicKey);

    private static readonly VerifyFunction? VerifyDetached = Load();

    internal static string? SkipReason => VerifyDetached is null
        ? "libsodium.so.23 is not installed: no oracle to compare with"
        : null;

    internal static bool Verify(byte[] publicKey, byte[] message, byte[] signature) =>
        VerifyDetached!(signature, message, (ulong)message.Length, publicKey) == 0;

    private static VerifyFunction? Load()
    {
        if (!NativeLibrary.TryLoad("libsodium.so.23", out nint library))
            return null;
        InitialiseFunction initialise = Marshal.GetDelegateForFunctionPointer<InitialiseFunction>(
            NativeLibrary.GetExport(library, "sodium_init"));
        if (initialise() < 0)
            return null;
        return Marshal.GetDelegateForFunctionPointer<VerifyFunction>(
            NativeLibrary.GetExport(library, "crypto_sign_verify_detached"));
    }
}
