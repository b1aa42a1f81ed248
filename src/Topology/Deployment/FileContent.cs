using System.Security.Cryptography;
using System.Text;

namespace PoolTopology.Topology.Deployment;

/// <summary>The bytes of a file; equal bytes are equal contents.</summary>
public sealed class FileContent : IEquatable<FileContent>
{
    private readonly byte[] _bytes;
    private readonly Lazy<string> _sha256;

    private FileContent(byte[] bytes)
    {
        _bytes = bytes;
        _sha256 = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(_bytes)));
    }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>Their SHA-256 in lower-case hexadecimal.</summary>
    public string Sha256 => _sha256.Value;

    /// <summary>The bytes as UTF-8 text.</summary>
    public string Text => Encoding.UTF8.GetString(_bytes);

    /// <summary>A text in UTF-8.</summary>
    public static FileContent Of(string text) => new(Encoding.UTF8.GetBytes(text));

    /// <summary>A copy of some bytes.</summary>
    public static FileContent Of(ReadOnlySpan<byte> bytes) => new(bytes.ToArray());

    /// <inheritdoc/>
    public bool Equals(FileContent? other) => other is not null && _bytes.AsSpan().SequenceEqual(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FileContent);

    /// <inheritdoc/>
    public override int GetHashCode() => Sha256.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"{_bytes.Length} bytes, sha256 {Sha256}";
}
