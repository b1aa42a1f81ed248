using System.Diagnostics.CodeAnalysis;

namespace PoolTopology.Rpc.Identity;

/// <summary>Who a certificate stands for, as its one URI says.</summary>
/// <remarks>
/// Shape: <c>spiffe://demo/node/relay-1</c>; the pool is the trust domain. Both are 1 to 64 of <c>a-z 0-9 . - _</c>, the
/// name may have capital letters as well.
/// Spec: https://github.com/spiffe/spiffe/blob/main/standards/SPIFFE-ID.md
/// </remarks>
/// <param name="Pool">The pool that vouches for it.</param>
/// <param name="Role">What it may be.</param>
/// <param name="Name">Its name in that role.</param>
public sealed record PeerName(string Pool, PeerRole Role, string Name)
{
    private const string Scheme = "spiffe://";
    private const int MaxPartCharacters = 64;

    /// <summary>The name as a URI.</summary>
    public string Uri => $"{Scheme}{Pool}/{Word(Role)}/{Name}";

    /// <inheritdoc/>
    public override string ToString() => Uri;

    /// <summary>Whether a text may be the name of a node or a person.</summary>
    public static bool IsName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= MaxPartCharacters
            && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');
    }

    /// <summary>Reads a URI; false where it is not such a name.</summary>
    public static bool TryParse(string uri, [NotNullWhen(true)] out PeerName? name)
    {
        ArgumentNullException.ThrowIfNull(uri);
        name = null;
        if (!uri.StartsWith(Scheme, StringComparison.Ordinal))
            return false;
        string[] parts = uri[Scheme.Length..].Split('/');
        if (parts.Length != 3 || !IsPool(parts[0]) || !IsName(parts[2]))
            return false;
        foreach (PeerRole role in Enum.GetValues<PeerRole>())
        {
            if (Word(role) == parts[1])
                name = new PeerName(parts[0], role, parts[2]);
        }
        return name is not null;
    }

    /// <summary>A role in URIs and sentences.</summary>
    public static string Word(PeerRole role) => role.ToString().ToLowerInvariant();

    private static bool IsPool(string text) => IsName(text) && !text.Any(char.IsAsciiLetterUpper);
}
