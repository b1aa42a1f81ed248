using PoolTopology.Credentials.Errors;

namespace PoolTopology.Credentials.Files;

/// <summary>Several files that belong together, such as the two halves of a key: all get their names, or none does.</summary>
/// <remarks>A crash in the middle may leave the first ones; nothing that was there before is ever lost.</remarks>
public sealed class PendingFiles : IDisposable
{
    private readonly List<PendingFile> _files = [];
    private CredentialError? _error;

    /// <summary>Adds a file, or remembers why it could not be written; later additions are then dropped.</summary>
    public void Add(CredentialResult<PendingFile> file)
    {
        if (file.IsRead && _error is null)
            _files.Add(file.Value);
        else if (file.IsRead)
            file.Value.Dispose();
        else
            _error ??= file.Error;
    }

    /// <summary>Gives all files their names, unless one is taken.</summary>
    /// <returns>Null, or why none was published.</returns>
    public CredentialError? PublishIfAbsent()
    {
        CredentialError? error = _error;
        int published = 0;
        for (; error is null && published < _files.Count; published++)
            error = _files[published].PublishIfAbsent();
        if (error is null)
            return null;
        // The last one in the count is the one that failed: its name belongs to somebody else.
        for (int i = 0; i < published - 1; i++)
            _files[i].Withdraw();
        return error;
    }

    /// <summary>Removes what was not published.</summary>
    public void Dispose()
    {
        foreach (PendingFile file in _files)
            file.Dispose();
    }
}
