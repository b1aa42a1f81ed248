using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PoolTopology.Orchestrator.State;

/// <summary>SQLite's native library where the program is one file: it is carried inside, and loaded from memory.</summary>
/// <remarks>
/// .NET would write it to a folder of the user at every start, that of an agent on a full disk included. An ordinary build
/// has the library beside the program and nothing inside.
/// </remarks>
internal static class SqliteLibrary
{
    private const string Caller = "SQLitePCLRaw.provider.e_sqlite3";
    private const string Name = "e_sqlite3";
    private const string Inside = "libe_sqlite3.so";
    private const uint CloseOnExec = 1;

    private static readonly Lazy<bool> Prepared = new(Prepare);
    private static readonly Lazy<nint> Loaded = new(Load);

    /// <summary>Must be called before SQLite is used for the first time; calls after that do nothing.</summary>
    public static void Require() => _ = Prepared.Value;

    private static bool Prepare()
    {
        if (Own.GetManifestResourceInfo(Inside) is null)
            return false;
        NativeLibrary.SetDllImportResolver(Assembly.Load(Caller), (wanted, _, _) => wanted == Name ? Loaded.Value : 0);
        return true;
    }

    private static nint Load()
    {
        using Stream library = Own.GetManifestResourceStream(Inside)!; // Prepare has seen it.
        int descriptor = MakeMemoryFile(Inside, CloseOnExec);
        if (descriptor < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        using SafeFileHandle file = new(descriptor, ownsHandle: true);
        using (FileStream stream = new(file, FileAccess.Write))
        {
            library.CopyTo(stream);
            stream.Flush();
            // The mapping stays when the descriptor is closed.
            return NativeLibrary.Load(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}"));
        }
    }

    private static Assembly Own => typeof(SqliteLibrary).Assembly;

    [DllImport("libc", EntryPoint = "memfd_create", SetLastError = true)]
    private static extern int MakeMemoryFile([MarshalAs(UnmanagedType.LPUTF8Str)] string name, uint flags);
}
