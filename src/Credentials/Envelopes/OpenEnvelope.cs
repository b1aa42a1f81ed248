using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Files;
using PoolTopology.Crypto.Secrets;

namespace PoolTopology.Credentials.Envelopes;

/// <summary>A file's payload in locked memory, its kind checked; or why there is none. Erased on dispose.</summary>
internal sealed class OpenEnvelope : IDisposable
{
    private readonly SecretBytes? _buffer;
    private readonly int _payloadBytes;

    private OpenEnvelope(CredentialError? error, EnvelopeKind kind, SecretBytes? buffer, int payloadBytes)
    {
        Error = error;
        Kind = kind;
        _buffer = buffer;
        _payloadBytes = payloadBytes;
    }

    public CredentialError? Error { get; }

    public EnvelopeKind Kind { get; }

    public ReadOnlySpan<byte> Payload => _buffer is null ? default : _buffer.Span[.._payloadBytes];

    /// <summary>Reads a file that must be of one of the kinds.</summary>
    public static OpenEnvelope Read(string path, FileSecrecy secrecy, ReadOnlySpan<EnvelopeKind> kinds)
    {
        CredentialResult<CredentialFile> read = CredentialFile.Read(path, secrecy);
        if (!read.IsRead)
            return new OpenEnvelope(read.Error, kinds[0], null, 0);
        using CredentialFile file = read.Value;
        SecretBytes buffer = new((file.Content.Length / 2) + 1);
        CredentialError? error = EnvelopeParser.Parse(path, file.Content, buffer.Span, out EnvelopeHead head);
        EnvelopeKind? kind = error is null ? Find(kinds, head.Type) : null;
        if (error is null && kind is null)
            error = new CredentialError.WrongType(path, kinds[0].Type, head.Type);
        return new OpenEnvelope(error, kind ?? kinds[0], buffer, head.PayloadBytes);
    }

    public void Dispose() => _buffer?.Dispose();

    private static EnvelopeKind? Find(ReadOnlySpan<EnvelopeKind> kinds, string type)
    {
        foreach (EnvelopeKind kind in kinds)
        {
            if (kind.Type == type)
                return kind;
        }
        return null;
    }
}
