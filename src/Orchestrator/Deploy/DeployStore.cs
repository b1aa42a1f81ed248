using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using PoolTopology.Orchestrator.Plan;

namespace PoolTopology.Orchestrator.Deploy;

/// <summary>What the operator's side keeps in its state directory: the audit log, plans, what was seen last.</summary>
internal sealed class DeployStore
{
    private const int MaximumContents = 4096;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static int _written;
    private readonly string _folder;

    private DeployStore(string folder) => _folder = folder;

    /// <summary>The audit log, which is also the journal of rollouts.</summary>
    public string AuditPath => Path.Combine(_folder, "audit.ndjson");

    /// <summary>Where a state directory has its audit log; nothing is made.</summary>
    public static string AuditPathOf(string stateDirectory) => Path.Combine(stateDirectory, "rollout", "audit.ndjson");

    /// <summary>Hashes of programs, so that they need not be read each time.</summary>
    public string HashesPath => Path.Combine(_folder, "hashes");

    /// <summary>Held while a rollout is carried out.</summary>
    public string LockPath => Path.Combine(_folder, "lock");

    /// <summary>What people ask of the process that carries a rollout out.</summary>
    public string RequestFolder => Path.Combine(_folder, "requests");

    /// <summary>The host keys that topology.yaml pins; written anew from it.</summary>
    public string Pins => Path.Combine(_folder, "pinned_keys");

    /// <summary>Host keys that count for this pool beside the operator's own known_hosts.</summary>
    public string KnownHosts => Path.Combine(Path.GetDirectoryName(_folder) ?? "/", "known_hosts");

    /// <summary>Tells this state directory from all others, in the locks of machines.</summary>
    /// <remarks>
    /// One process at a time works with a state directory. So a lock in its name that nobody gave back is one that a dead
    /// process left, and the next process may take it over at once.
    /// </remarks>
    public string Identity
    {
        get
        {
            string path = Path.Combine(_folder, "identity");
            if (!File.Exists(path))
                WriteWhole(path, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))));
            return File.ReadAllText(path, Encoding.ASCII);
        }
    }

    /// <summary>Opens the store of a state directory.</summary>
    public static DeployStore Open(string stateDirectory)
    {
        DeployStore store = new(Path.Combine(stateDirectory, "rollout"));
        Directory.CreateDirectory(stateDirectory, OwnerOnly);
        Directory.CreateDirectory(store._folder, OwnerOnly);
        // Who may write here is believed: a request to abort is a file. Earlier versions left it to the umask.
        if (File.GetUnixFileMode(store._folder) != OwnerOnly)
            File.SetUnixFileMode(store._folder, OwnerOnly);
        foreach (string name in new[] { "requests", "plans", "observed", "contents" })
            Directory.CreateDirectory(Path.Combine(store._folder, name));
        return store;
    }

    /// <summary>Keeps a plan, on disk before it is spoken of.</summary>
    public void SavePlan(SavedPlan plan) => WriteWhole(PlanPath(plan.Id), plan.ToBytes());

    /// <summary>A kept plan, or null.</summary>
    public DeploymentPlan? FindPlan(string id) =>
        File.Exists(PlanPath(id)) ? SavedPlan.Read(File.ReadAllBytes(PlanPath(id)))?.Plan : null;

    /// <summary>Remembers what was seen of a machine.</summary>
    public void SaveObserved(string machine, byte[] observed) => WriteWhole(Path.Combine(_folder, "observed", machine), observed);

    /// <summary>What was seen of a machine holds no longer: it was changed.</summary>
    public void ForgetObserved(string machine) => File.Delete(Path.Combine(_folder, "observed", machine));

    /// <summary>What was seen of a machine last; null where nothing was, or where it cannot be read any more: it is seen again.</summary>
    public ObservedMachine? FindObserved(string machine)
    {
        try
        {
            return ObservedMachine.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(_folder, "observed", machine)));
        }
        catch (Exception gone) when (gone is FileNotFoundException or InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>Keeps texts that were rolled out, so that a later plan can say which lines differ.</summary>
    public void SaveContents(IEnumerable<(string Hash, byte[] Bytes)> contents)
    {
        foreach ((string hash, byte[] bytes) in contents)
        {
            string path = ContentPath(hash);
            if (!File.Exists(path))
                File.WriteAllBytes(path, bytes);
        }

        FileInfo[] kept = new DirectoryInfo(Path.Combine(_folder, "contents")).GetFiles();
        foreach (FileInfo old in kept.OrderByDescending(file => file.LastWriteTimeUtc).Skip(MaximumContents))
            old.Delete();
    }

    /// <summary>The text with a hash, or null.</summary>
    public string? FindContent(string hash) => hash.Length > 0 && File.Exists(ContentPath(hash)) ? File.ReadAllText(ContentPath(hash)) : null;

    private string PlanPath(string id) => Path.Combine(_folder, "plans", $"{id}.json");

    private string ContentPath(string hash) => Path.Combine(_folder, "contents", hash);

    private static void WriteWhole(string path, byte[] bytes)
    {
        // Commands that only look may do so at the same time.
        string beside = $"{path}.{Environment.ProcessId}-{Interlocked.Increment(ref _written)}.new";
        using (FileStream file = new(beside, FileMode.Create, FileAccess.Write))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }
}
