using PoolTopology.Credentials.Errors;

namespace PoolTopology.Credentials.Files;

/// <summary>Refuses, before opening it, a path that is not a regular file with content.</summary>
/// <remarks>
/// Opening a named pipe would wait for a writer for ever, so the check comes before the open. Pipes, devices and
/// sockets all have the size zero, which no envelope has. A symbolic link is followed: what it points to is checked.
/// </remarks>
internal static class PathCheck
{
    public static CredentialError? Check(string path)
    {
        try
        {
            string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            if (Directory.Exists(target))
                return new CredentialError.NotRegularFile(path, "a folder");
            FileInfo file = new(target);
            if (!file.Exists)
                return new CredentialError.FileMissing(path);
            return file.Length == 0
                ? new CredentialError.NotRegularFile(path, "empty, or a pipe or device")
                : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new CredentialError.FileMissing(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CredentialError.NotReadable(path, Reasons.Of(e));
        }
    }
}
