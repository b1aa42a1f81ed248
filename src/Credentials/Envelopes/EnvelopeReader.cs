using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Files;
using PoolTopology.Crypto.Secrets;
using PoolTopology.Primitives.Cbor;

namespace PoolTopology.Credentials.Envelopes;

/// <summary>Reads the files that <c>cardano-cli</c> and this project write, and says precisely why one was refused.</summary>
internal static class EnvelopeReader
{
    private delegate T KeyDecoder<out T>(EnvelopeKind kind, ReadOnlySpan<byte> key);

    /// <summary>Reads a signing key into locked memory.</summary>
    /// <remarks>Nothing of the file outlives the call but the key: the bytes in between are erased.</remarks>
    public static CredentialResult<SecretKey> ReadSecretKey(string path, params ReadOnlySpan<EnvelopeKind> kinds)
    {
        using OpenEnvelope envelope = OpenEnvelope.Read(path, FileSecrecy.Secret, kinds);
        return envelope.Error is { } error
            ? error
            : Decode(path, envelope, static (kind, key) => new SecretKey(kind, SecretBytes.CopyOf(key)));
    }

    /// <summary>Reads a verification key.</summary>
    public static CredentialResult<VerificationKey> ReadKey(string path, params ReadOnlySpan<EnvelopeKind> kinds)
    {
        using OpenEnvelope envelope = OpenEnvelope.Read(path, FileSecrecy.Public, kinds);
        return envelope.Error is { } error
            ? error
            : Decode(path, envelope, static (kind, key) => new VerificationKey(kind, key));
    }

    /// <summary>Reads a structure that anybody may see.</summary>
    public static CredentialResult<T> ReadStructure<T>(
        string path, EnvelopeKind kind, Func<ReadOnlyMemory<byte>, T> decode)
        where T : class
    {
        using OpenEnvelope envelope = OpenEnvelope.Read(path, FileSecrecy.Public, [kind]);
        if (envelope.Error is { } error)
            return error;
        try
        {
            return decode(envelope.Payload.ToArray());
        }
        catch (CborException e)
        {
            return new CredentialError.MalformedCbor(path, e.Offset, e.Expected, e.Found);
        }
    }

    private static CredentialResult<T> Decode<T>(string path, OpenEnvelope envelope, KeyDecoder<T> decode)
        where T : class
    {
        try
        {
            CborReader reader = new(envelope.Payload);
            ReadOnlySpan<byte> key = reader.ReadBytes();
            reader.ExpectEnd();
            return key.Length == envelope.Kind.KeySizeBytes
                ? decode(envelope.Kind, key)
                : new CredentialError.WrongLength(path, envelope.Kind.KeySizeBytes, key.Length);
        }
        catch (CborException e)
        {
            return new CredentialError.MalformedCbor(path, e.Offset, e.Expected, e.Found);
        }
    }
}
