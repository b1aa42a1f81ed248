using PoolTopology.Storage.Files;

namespace PoolTopology.Storage.Tests.Files;

internal static class FileTestExtensions
{
    public static void OpenAppendAndWrite(this IFileSystem files, string path, byte[] bytes)
    {
        using IAppendFile file = files.OpenAppend(path);
        file.Append(bytes);
    }
}
