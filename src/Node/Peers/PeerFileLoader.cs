using System.Security.Cryptography;
using System.Text;
using PoolTopology.Topology.PeerFiles;

namespace PoolTopology.Node.Peers;

/// <summary>The node's peer file on disk: read at start and on demand, replaced when the orchestrator orders it.</summary>
public sealed class PeerFileLoader(string path)
{
    /// <summary>Reads the file.</summary>
    /// <returns>The file and the SHA-256 of its bytes, or why it cannot be used, as one sentence.</returns>
    public async Task<(PeerFile? File, string Hash, string? Error)> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return Parse(await File.ReadAllTextAsync(path, cancellation));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, "", $"{path} cannot be read: {failure.Message}");
        }
    }

    /// <summary>Replaces the file, atomically, if the text is a peer file.</summary>
    /// <returns>The file and its hash, or why it is refused; then the old file still stands.</returns>
    public async Task<(PeerFile? File, string Hash, string? Error)> ReplaceAsync(string json, CancellationToken cancellation)
    {
        (PeerFile? file, string hash, string? error) = Parse(json);
        if (file is null)
            return (null, "", error);
        string pending = path + ".new";
        try
        {
            await using (FileStream stream = new(pending, FileMode.Create, FileAccess.Write))
            {
                await stream.WriteAsync(Encoding.UTF8.GetBytes(json), cancellation);
                stream.Flush(flushToDisk: true);
            }
            File.Move(pending, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, "", $"{path} cannot be replaced: {failure.Message}");
        }
        return (file, hash, null);
    }

    private (PeerFile? File, string Hash, string? Error) Parse(string json)
    {
        PeerFileResult result = PeerFile.Parse(json);
        return result.File is PeerFile file
            ? (file, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json))), null)
            : (null, "", $"{path} is not a peer file: {string.Join("; ", result.Errors)}");
    }
}
