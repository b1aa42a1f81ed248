using System.Diagnostics.CodeAnalysis;

namespace PoolTopology.Credentials.Errors;

/// <summary>Either what was read, or why it was refused.</summary>
/// <remarks>Invariant: exactly one of <see cref="Value"/> and <see cref="Error"/> is set, except in
/// <c>default</c>, which nothing here returns.</remarks>
/// <typeparam name="T">What is read.</typeparam>
public readonly struct CredentialResult<T>
    where T : class
{
    private CredentialResult(T? value, CredentialError? error)
    {
        Value = value;
        Error = error;
    }

    /// <summary>What was read, or null when it was refused.</summary>
    public T? Value { get; }

    /// <summary>Why it was refused, or null when it was read.</summary>
    public CredentialError? Error { get; }

    /// <summary>Whether it was read.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsRead => Error is null && Value is not null;

    /// <summary>A result that was read.</summary>
    public static implicit operator CredentialResult<T>(T value) => FromValue(value);

    /// <summary>A refusal.</summary>
    public static implicit operator CredentialResult<T>(CredentialError error) => FromError(error);

    internal static CredentialResult<T> FromValue(T value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new CredentialResult<T>(value, null);
    }

    internal static CredentialResult<T> FromError(CredentialError error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new CredentialResult<T>(null, error);
    }
}
