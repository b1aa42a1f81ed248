using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PoolTopology.Orchestrator.Cli.Printers;

/// <summary>Stdout as a file: unlike the console's writer it fails when its reader has gone (<c>| head</c>).</summary>
internal static class StandardOutput
{
    private const int FileDescriptor = 1;

    /// <summary>Opens stdout; the file descriptor stays open for the rest of the program.</summary>
    public static StreamWriter Open()
    {
        FileStream stdout = new(new SafeFileHandle(FileDescriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return new StreamWriter(stdout, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }
}
