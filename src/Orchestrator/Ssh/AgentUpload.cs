using System.IO.Compression;

namespace PoolTopology.Orchestrator.Ssh;

/// <summary>The agent's program as it travels: compressed once, however many machines get it.</summary>
internal sealed class AgentUpload(AgentProgram agent) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private string? _compressed;

    /// <summary>Writes it.</summary>
    public async Task SendAsync(Stream output, CancellationToken cancellation)
    {
        await using FileStream file = File.OpenRead(await CompressedAsync(cancellation));
        await file.CopyToAsync(output, cancellation);
        await output.FlushAsync(cancellation);
    }

    public void Dispose()
    {
        if (_compressed is not null)
            File.Delete(_compressed);
        _turn.Dispose();
    }

    private async Task<string> CompressedAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_compressed is not null)
                return _compressed;
            string path = Path.Combine(Path.GetTempPath(), $"pool-agent-{Path.GetRandomFileName()}.gz");
            try
            {
                await using FileStream source = File.OpenRead(agent.SourcePath!); // Whoever sends has one.
                await using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
                await using GZipStream packed = new(file, CompressionLevel.Fastest);
                await source.CopyToAsync(packed, cancellation);
            }
            catch
            {
                File.Delete(path);
                throw;
            }

            return _compressed = path;
        }
        finally
        {
            _turn.Release();
        }
    }
}
