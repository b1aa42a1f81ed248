using PoolTopology.Credentials.Errors;
using PoolTopology.Crypto.Secrets;

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

    private readonly SecretBytes _content;

    private CredentialFile(SecretBytes content) => _content = content;

    public ReadOnlySpan<byte> Content => _content.Span;

    public static CredentialResult<CredentialFile> Read(string path, FileSecrecy secrecy)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (PathCheck.Check(path) is { } refused)
            return refused;
        try
        {
            using FileStream file = new(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
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

    public void Dispose() => _content.Dispose();

    private static CredentialResult<CredentialFile> ReadContent(string path, FileStream file)
    {
        if (!file.CanSeek)
            return new CredentialError.NotRegularFile(path, "a pipe or device");
        if (file.Length == 0)
            return new CredentialError.NotRegularFile(path, "empty");
        if (file.Length > SizeBytesMax)
            return new CredentialError.TooLarge(path, file.Length, SizeBytesMax);
        SecretBytes content = new((int)file.Length);
        try
        {
            file.ReadExactly(content.Span);
            return new CredentialFile(content);
        }
        catch
        {
            content.Dispose();
            throw;
        }
    }
}
