using System.Security.Cryptography;
using PoolTopology.Credentials.Errors;

namespace PoolTopology.Credentials.Files;

/// <summary>The bytes of one key or certificate file, read after every check on the file itself; erased on dispose.</summary>
/// <remarks>
/// The mode is taken from the open file, so the file that was checked is the file that was read. As with
/// <c>ssh</c>, what counts are the mode bits, for root too.
/// </remarks>
internal sealed class CredentialFile : IDisposable
{
    /// <summary>The longest envelope accepted: a KES key has 1.3 kB, a certificate less.</summary>
    public const int SizeBytesMax = 64 * 1024;

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute |
        UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly byte[] _content;

    private CredentialFile(byte[] content) => _content = content;

    public ReadOnlySpan<byte> Content => _content;

    public static CredentialResult<CredentialFile> Read(string path, FileSecrecy secrecy)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (PathCheck.Check(path) is { } refused)
            return refused;
        try
        {
            using FileStream file = new(path, new FileStreamOptions { BufferSize = 0, Share = FileShare.ReadWrite | FileShare.Delete });
            if (secrecy == FileSecrecy.Secret && !OperatingSystem.IsWindows())
            {
                UnixFileMode mode = File.GetUnixFileMode(file.SafeFileHandle);
                if ((mode & Others) != 0)
                    return new CredentialError.OpenToOthers(path, mode);
            }
            return ReadContent(path, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CredentialError.NotReadable(path, Reasons.Of(e));
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_content);

    private static CredentialResult<CredentialFile> ReadContent(string path, FileStream file)
    {
        if (!file.CanSeek)
            return new CredentialError.NotRegularFile(path, "a pipe or device");
        if (file.Length > SizeBytesMax)
            return new CredentialError.TooLarge(path, file.Length, SizeBytesMax);
        // Pinned, so that the collector makes no copies that nobody erases.
        CredentialFile read = new(GC.AllocateUninitializedArray<byte>((int)file.Length, pinned: true));
        try
        {
            file.ReadExactly(read._content);
            return read;
        }
        catch
        {
            read.Dispose();
            throw;
        }
    }
}
