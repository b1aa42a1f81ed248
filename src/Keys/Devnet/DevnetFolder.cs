using System.Globalization;
using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Files;
using PoolTopology.Keys.Seeds;
using PoolTopology.Primitives.Chain;

namespace PoolTopology.Keys.Devnet;

/// <summary>Writes a whole devnet: configuration, genesis files, and the keys of its pools.</summary>
/// <remarks>
/// Shape: <c>config.json</c>, four genesis files, <c>pools/N</c> with what a producer and its operator need, and
/// <c>funds/N</c> with the keys of the pool's money. Secrets are 0600 in folders of 0700.
/// The folder appears complete or not at all: it is written under another name and renamed.
/// </remarks>
internal static class DevnetFolder
{
    private const UnixFileMode OwnerOnly =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the keys and writes everything into a folder that does not exist yet, or is empty.</summary>
    /// <returns>Null, or why nothing was written.</returns>
    public static CredentialError? Write(string folder, DevnetParameters parameters, SeedSource seeds)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()))
            return new CredentialError.AlreadyExists(path);
        string draft = $"{path}.{Path.GetRandomFileName()}.new";
        try
        {
            Directory.CreateDirectory(draft);
            if (WriteDraft(draft, parameters, new KeyFactory(seeds)) is { } error)
                return error;
            if (Directory.Exists(path))
                Directory.Delete(path);
            Directory.Move(draft, path);
            DirectorySync.FlushFolderOf(path);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CredentialError.NotWritable(path, e.Message.TrimEnd('.'));
        }
        finally
        {
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
        }
    }

    private static CredentialError? WriteDraft(string draft, DevnetParameters parameters, KeyFactory factory)
    {
        Coin funds = new(ShelleyGenesisFile.TotalFunds.Value / (ulong)parameters.Pools);
        List<DevnetPool> pools = [];
        for (int number = 1; number <= parameters.Pools; number++)
        {
            using DevnetKeys keys = DevnetKeys.Make(factory, number);
            pools.Add(keys.Registered(funds));
            string name = number.ToString(CultureInfo.InvariantCulture);
            if ((WritePool(Path.Combine(draft, "pools", name), keys)
                ?? WriteFunds(Path.Combine(draft, "funds", name), keys)) is { } error)
                return error;
        }
        return WriteGenesis(draft, GenesisFiles.Write(parameters, pools));
    }

    private static CredentialError? WritePool(string folder, DevnetKeys keys)
    {
        CreateOwnerOnly(folder);
        using PendingFiles files = new();
        files.Add(keys.Cold.Write(Path.Combine(folder, "cold.skey")));
        files.Add(EnvelopeWriter.Write(Path.Combine(folder, "cold.vkey"), keys.Cold.VerificationKey));
        files.Add(CertificateFiles.Write(Path.Combine(folder, "cold.counter"), keys.Counter));
        files.Add(keys.Vrf.Write(Path.Combine(folder, "vrf.skey")));
        files.Add(EnvelopeWriter.Write(Path.Combine(folder, "vrf.vkey"), keys.Vrf.VerificationKey));
        files.Add(keys.Kes.Write(Path.Combine(folder, "kes.skey")));
        files.Add(EnvelopeWriter.Write(Path.Combine(folder, "kes.vkey"), keys.Kes.VerificationKey));
        files.Add(CertificateFiles.Write(Path.Combine(folder, "opcert.cert"), keys.Certificate));
        return files.PublishIfAbsent();
    }

    private static CredentialError? WriteFunds(string folder, DevnetKeys keys)
    {
        CreateOwnerOnly(folder);
        using PendingFiles files = new();
        files.Add(keys.Payment.Write(Path.Combine(folder, "payment.skey")));
        files.Add(EnvelopeWriter.Write(Path.Combine(folder, "payment.vkey"), keys.Payment.VerificationKey));
        files.Add(keys.Stake.Write(Path.Combine(folder, "stake.skey")));
        files.Add(EnvelopeWriter.Write(Path.Combine(folder, "stake.vkey"), keys.Stake.VerificationKey));
        return files.PublishIfAbsent();
    }

    private static CredentialError? WriteGenesis(string folder, GenesisFiles genesis)
    {
        using PendingFiles files = new();
        Add(GenesisFiles.ByronName, genesis.Byron);
        Add(GenesisFiles.ShelleyName, genesis.Shelley);
        Add(GenesisFiles.AlonzoName, genesis.Alonzo);
        Add(GenesisFiles.ConwayName, genesis.Conway);
        Add(ConfigFile.Name, ConfigFile.Write(genesis));
        return files.PublishIfAbsent();

        void Add(string name, byte[] content) =>
            files.Add(PendingFile.Write(Path.Combine(folder, name), content, FileSecrecy.Public));
    }

    private static void CreateOwnerOnly(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly);
    }
}
